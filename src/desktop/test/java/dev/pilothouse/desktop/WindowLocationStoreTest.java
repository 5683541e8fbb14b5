package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.TestShell;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

class WindowLocationStoreTest {
    private static final List<Rectangle2D> SCREENS = List.of(new Rectangle2D(0, 0, 1_600, 1_200));

    private final FxRobot fx = new FxRobot();
    private final TestShell device = new TestShell();
    private final Preferences kept = device.keptValues();
    private OwnWindow window;

    @BeforeEach
    void makeAWindow() throws TimeoutException {
        window = new OwnWindow();
    }

    @AfterEach
    void closeIt() {
        window.close();
    }

    private void restart(double width, double height) throws TimeoutException {
        window.close();
        window = new OwnWindow();
        open(width, height);
    }

    /** Opens a window whose content asks for almost no room, as the app's does while it has no host. */
    private void open(double width, double height) {
        fx.interact(() -> {
            Stage stage = window.stage();
            stage.setScene(new Scene(new Pane(), 1, 1));
            WindowLocationStore.install(stage, kept, SCREENS, width, height);
            stage.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Rectangle2D bounds() {
        Stage stage = window.stage();
        return new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    }

    @Test
    void aFirstWindowHasItsSizeInTheMiddleOfTheScreen() {
        open(1_000, 800);

        assertThat(bounds()).isEqualTo(new Rectangle2D(300, 200, 1_000, 800));
    }

    @Test
    void aMovedAndResizedWindowOpensThereAgain() throws TimeoutException {
        open(1_000, 800);
        fx.interact(() -> {
            window.stage().setX(40);
            window.stage().setY(60);
            window.stage().setWidth(700);
            window.stage().setHeight(650);
        });
        WaitForAsyncUtils.waitForFxEvents();

        restart(1_000, 800);

        assertThat(bounds()).isEqualTo(new Rectangle2D(40, 60, 700, 650));
        assertThat(window.stage().isMaximized()).isFalse();
    }

    @Test
    void aMaximizedWindowOpensMaximizedAndRemembersItsOtherSize() throws TimeoutException {
        open(1_000, 800);
        fx.interact(() -> {
            window.stage().setX(40);
            window.stage().setWidth(700);
        });
        WaitForAsyncUtils.waitForFxEvents();
        fx.interact(() -> window.stage().setMaximized(true));
        WaitForAsyncUtils.waitForFxEvents();

        restart(1_000, 800);

        assertThat(window.stage().isMaximized()).isTrue();
        assertThat(device.kept()).containsEntry("window", "40 200 700 800 maximized");
    }

    @Test
    void aMinimizedWindowKeepsItsPlace() throws TimeoutException {
        open(1_000, 800);
        fx.interact(() -> window.stage().setX(40));
        WaitForAsyncUtils.waitForFxEvents();
        fx.interact(() -> {
            window.stage().setIconified(true);
            window.stage().setX(-32_000);
        });
        WaitForAsyncUtils.waitForFxEvents();

        restart(1_000, 800);

        assertThat(bounds()).isEqualTo(new Rectangle2D(40, 200, 1_000, 800));
    }
}
