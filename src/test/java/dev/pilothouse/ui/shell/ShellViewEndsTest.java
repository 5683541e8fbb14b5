package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** A change of the language puts a new shell into the same window. */
class ShellViewEndsTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FxRobot fx = new FxRobot();

    private ShellGraph shell() {
        return new ShellGraph(
                new TestShell().ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));
    }

    @Test
    void theKeysOfAWindowAreNotHeardByTheShellThatWasInItBefore() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        StackPane root = new StackPane();
        Scene scene = new Scene(root, 1_200, 800);
        fx.interact(() -> {
            ShellGraph before = shell();
            ShellGraph after = shell();
            root.getChildren().setAll(new ShellView(before));
            stage.setScene(scene);
            before.close();
            root.getChildren().setAll(new ShellView(after));

            for (KeyCode key : new KeyCode[] {KeyCode.DIGIT2, KeyCode.DOWN}) {
                boolean place = key == KeyCode.DIGIT2;
                Event.fireEvent(scene, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, place, !place, false));
            }

            assertThat(before.navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);
            assertThat(before.navigation().sessionProperty().get()).isNull();
            after.close();
        });
    }

    @Test
    void aSessionThatIsCreatedDuringAChangeOfTheLanguageOpensInTheShellOnScreen() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        StackPane root = new StackPane();
        Scene scene = new Scene(root, 1_200, 800);
        fx.interact(() -> {
            ShellGraph before = shell();
            ShellView view = new ShellView(before);
            root.getChildren().setAll(view);
            stage.setScene(scene);
            view.sheets().openNewSession();
            view.applyCss();
            ((Button) view.lookup("#new-session-create")).fire();

            before.close();
            ShellGraph after = shell();
            after.navigation().follow(before.navigation());
            root.getChildren().setAll(new ShellView(after));
            sample.local().accept(0, new SessionId("s99"));

            assertThat(after.navigation().sessionProperty().get())
                    .isEqualTo(new SessionKey(sample.local().hostId(), new SessionId("s99")));
            assertThat(before.navigation().sessionProperty().get()).isNull();
            after.close();
        });
    }
}
