package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.testing.Frames;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.status.SessionKey;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

class ConversationPreparationTest {
    /** Each waits for three frames; the preparations begin in the 30th, and do one task in each. */
    private static final int WAITS = 16;

    private final FxRobot fx = new FxRobot();
    private final TestShell device = new TestShell();
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final SessionKey main = new SessionKey(sample.local().hostId(), sample.main());
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
        });
    }

    @AfterEach
    void close() {
        fx.interact(shell::close);
        window.close();
        assertThat(device.failures()).isEmpty();
    }

    private void showAndWait() {
        fx.interact(() -> window.stage().show());
        awaitPreparations();
    }

    private static void awaitPreparations() {
        for (int i = 0; i < WAITS; i++) {
            Frames.settle();
        }
    }

    private Node conversation() {
        return scene.lookup(".session");
    }

    @Test
    void aWindowWithoutAnOpenSessionHasTheConversationReadyAndHidden() {
        showAndWait();

        fx.interact(() -> {
            assertThat(conversation().isVisible()).isFalse();
            assertThat(conversation().isManaged()).isFalse();
            assertThat(((Control) scene.lookup("#composer-input")).getSkin()).isNotNull();
            assertThat(conversation().lookupAll(".transcript-cell"))
                    .hasSizeGreaterThan(5)
                    .noneMatch(Node::isVisible);
        });
    }

    @Test
    void aSessionThatIsOpenedShowsThePreparedNodes() {
        showAndWait();

        fx.interact(() -> {
            Node input = scene.lookup("#composer-input");
            shell.navigation().open(main);

            assertThat(conversation().isVisible()).isTrue();
            assertThat(conversation().isManaged()).isTrue();
            assertThat(scene.lookup("#composer-input")).isSameAs(input);
            assertThat(scene.lookup(".empty-scroll")).isNull();
            shell.navigation().closeSession();
            assertThat(conversation()).isNull();
        });
    }

    @Test
    void aSessionThatIsOpenedBeforeTheEndOfThePreparationsHasAllItsParts() {
        fx.interact(() -> {
            window.stage().show();
            shell.navigation().open(main);
        });
        awaitPreparations();

        fx.interact(() -> {
            assertThat(conversation().isVisible()).isTrue();
            assertThat(conversation().lookup("#composer-input")).isNotNull();
            assertThat(conversation().lookup(".transcript-list")).isNotNull();
        });
    }

    @Test
    void aSessionThatIsClosedBeforeTheBeginOfThePreparationsNeedsNone() {
        fx.interact(() -> window.stage().show());
        Frames.settle();
        fx.interact(() -> shell.navigation().open(main));
        Frames.settle();
        fx.interact(() -> shell.navigation().closeSession());
        awaitPreparations();

        fx.interact(() -> assertThat(conversation()).isNull());
    }
}
