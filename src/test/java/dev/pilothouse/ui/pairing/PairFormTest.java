package dev.pilothouse.ui.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class PairFormTest {
    private final FxRobot fx = new FxRobot();

    @Test
    void theFocusMovesToTheSafeAnswerOfTheQuestionAboutAnotherKey() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        SampleHosts sample = SampleHosts.aWorkingDay();
        HostsPresenter presenter = new HostsPresenter(
                sample.hosts(),
                new HostsPresenter.Device(
                        Optional.of(TestShell.CHEQUERED), Optional.empty(), Optional.empty(), Runnable::run),
                Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
                Runnable::run,
                notice -> {});
        AtomicReference<String> focus = new AtomicReference<>();
        fx.interact(() -> {
            stage.setScene(new Scene(new PairForm(presenter)));
            stage.show();
            presenter.onPair("pilothouse://pair#x");
            sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
            focus.set(stage.getScene().getFocusOwner().getId());
        });
        assertThat(focus).hasValue("keep-key");
    }
}
