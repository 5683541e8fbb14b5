package dev.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MachinePresenterTest {
    private final List<String> notices = new ArrayList<>();
    private final List<Machine.Choices> written = new ArrayList<>();
    private String problem = "";
    private final Machine machine = new Machine() {
        @Override
        public void read(Consumer<Choices> told) {
            told.accept(new Choices(false, Awake.ALWAYS));
        }

        @Override
        public void write(Choices wanted, Consumer<String> told) {
            written.add(wanted);
            told.accept(problem);
        }
    };

    private MachinePresenter open() {
        return new MachinePresenter(machine, Runnable::run, notices::add);
    }

    @Test
    void whatHoldsIsShownAndNotWrittenBack() {
        MachinePresenter presenter = open();
        assertThat(presenter.awakeProperty().get()).isEqualTo(Machine.Awake.ALWAYS);
        assertThat(written).isEmpty();
    }

    @Test
    void aChoiceIsWritten() {
        MachinePresenter presenter = open();
        presenter.startsAtLoginProperty().set(true);
        presenter.awakeProperty().set(Machine.Awake.NEVER);
        assertThat(written)
                .containsExactly(
                        new Machine.Choices(true, Machine.Awake.ALWAYS),
                        new Machine.Choices(true, Machine.Awake.NEVER));
        assertThat(notices).isEmpty();
    }

    @Test
    void aChoiceThatIsNotTakenIsTakenBackWithASentence() {
        problem = "No.";
        MachinePresenter presenter = open();
        presenter.startsAtLoginProperty().set(true);
        assertThat(presenter.startsAtLoginProperty().get()).isFalse();
        assertThat(notices).containsExactly("No.");
        assertThat(written).hasSize(1);
    }
}
