package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** A window that is closed and opened again on the same device. */
class RestartedWindowTest {
    private final FxRobot fx = new FxRobot();
    private final TestShell device = new TestShell();
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final SessionKey main = new SessionKey(sample.local().hostId(), sample.main());
    private final SessionKey other = new SessionKey(sample.local().hostId(), new SessionId("s12"));
    private OwnWindow window;
    private ShellGraph shell;
    private Scene scene;

    @BeforeEach
    void open() throws TimeoutException {
        window = new OwnWindow();
        fx.interact(() -> {
            Fonts.load();
            shell = new ShellGraph(
                    device.ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));
            scene = new Scene(new ShellView(shell), 1_440, 900);
            Theme.DARK.applyTo(scene);
            window.stage().setScene(scene);
            window.stage().show();
        });
    }

    @AfterEach
    void close() {
        fx.interact(shell::close);
        window.close();
        assertThat(device.failures()).isEmpty();
    }

    private void restart() throws TimeoutException {
        close();
        open();
    }

    private double width(String node) {
        fx.interact(() -> scene.getRoot().layout());
        return ((Region) scene.lookup(node)).getWidth();
    }

    private void press(String divider, KeyCode key, int times) {
        Node node = scene.lookup(divider);
        for (int i = 0; i < times; i++) {
            fx.interact(() -> {
                Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
                scene.getRoot().layout();
            });
        }
    }

    @Test
    void theOpenSessionIsOpenAgain() throws TimeoutException {
        fx.interact(() -> shell.navigation().open(main));

        restart();

        assertThat(shell.navigation().sessionProperty().get()).isEqualTo(main);
        assertThat(shell.transcript().rows()).isNotEmpty();
    }

    @Test
    void aClosedSessionStaysClosed() throws TimeoutException {
        fx.interact(() -> {
            shell.navigation().open(main);
            shell.navigation().closeSession();
        });

        restart();

        assertThat(shell.navigation().sessionProperty().get()).isNull();
    }

    @Test
    void aSessionThatIsGoneIsNotWaitedForOnceThePersonOpensAnother() throws TimeoutException {
        device.kept().put("session", "nowhere/s1");
        restart();
        assertThat(shell.navigation().sessionProperty().get()).isNull();

        fx.interact(() -> shell.navigation().open(other));

        assertThat(device.kept()).containsEntry("session", other.asText());
    }

    @Test
    void aSessionThatItsHostListsLaterDoesNotReplaceTheScreenThatWasOpenedMeanwhile() throws TimeoutException {
        device.kept().put("session", sample.local().hostId().value() + "/s90");
        restart();
        fx.interact(() -> shell.navigation().screenProperty().set(MainScreen.SETTINGS));

        fx.interact(() -> sample.local().create("s90", "OpenCode", "/home/ada/src/shop", "shop"));

        assertThat(shell.navigation().sessionProperty().get()).isNull();
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SETTINGS);
    }

    @Test
    void theSidePanelStaysClosedAndOpensAgain() throws TimeoutException {
        fx.interact(() -> shell.navigation().open(main));
        assertThat(scene.lookup(".panel")).isNotNull();
        fx.interact(() -> ((ToggleButton) scene.lookup("#panel-toggle")).fire());
        assertThat(scene.lookup(".panel")).isNull();

        restart();
        assertThat(scene.lookup(".panel")).isNull();
        assertThat(scene.lookup("#panel-divider").isVisible()).isFalse();

        fx.interact(() -> shell.panel().onToggle());
        restart();
        assertThat(scene.lookup(".panel")).isNotNull();
    }

    @Test
    void theListAndThePanelKeepTheirWidths() throws TimeoutException {
        fx.interact(() -> shell.navigation().open(main));
        assertThat(width(".sessions")).isEqualTo(320);
        assertThat(width(".panel")).isEqualTo(272);

        press("#list-divider", KeyCode.RIGHT, 3);
        press("#panel-divider", KeyCode.LEFT, 2);
        restart();

        assertThat(width(".sessions")).isEqualTo(368);
        assertThat(width(".panel")).isEqualTo(304);

        press("#list-divider", KeyCode.HOME, 1);
        assertThat(width(".sessions")).isEqualTo(320);
    }

    @Test
    void aDividerIsAtTheEdgeOfItsPane() {
        fx.interact(() -> shell.navigation().open(main));
        fx.interact(() -> scene.getRoot().layout());

        for (String[] pair : new String[][] {{"#list-divider", ".sessions"}, {"#panel-divider", ".panel"}}) {
            Node divider = scene.lookup(pair[0]);
            Node pane = scene.lookup(pair[1]);
            double middle = divider.localToScene(divider.getLayoutBounds()).getCenterX();
            double left = pane.localToScene(pane.getLayoutBounds()).getMinX();
            double right = pane.localToScene(pane.getLayoutBounds()).getMaxX();
            assertThat(Math.min(Math.abs(middle - left), Math.abs(middle - right)))
                    .as(pair[0])
                    .isLessThanOrEqualTo(1);
        }
    }
}
