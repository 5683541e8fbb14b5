package dev.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.ui.fx.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MachinePresenterTest {
    private final List<String> notices = new ArrayList<>();
    private final List<MachinePreferences.Choices> written = new ArrayList<>();
    private String problem = "";
    private final MachinePreferences machine = new MachinePreferences() {
        @Override
        public void read(Consumer<Choices> told) {
            told.accept(new Choices(false, Awake.ALWAYS, true));
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
        assertThat(presenter.keepAwakeProperty().get()).isEqualTo(MachinePreferences.Awake.ALWAYS);
        assertThat(written).isEmpty();
    }

    @Test
    void aChoiceIsWritten() {
        MachinePresenter presenter = open();
        presenter.startsAtLoginProperty().set(true);
        presenter.keepAwakeProperty().set(MachinePreferences.Awake.NEVER);
        assertThat(written)
                .containsExactly(
                        new MachinePreferences.Choices(true, MachinePreferences.Awake.ALWAYS, true),
                        new MachinePreferences.Choices(true, MachinePreferences.Awake.NEVER, true));
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
