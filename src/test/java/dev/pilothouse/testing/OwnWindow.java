package dev.pilothouse.testing;

import java.util.concurrent.TimeoutException;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/**
 * A window for a test that sizes it. The one that tests share would keep the size, for tests that count on a window
 * as large as its scene. Owns the stage; ends with {@link #close()}. For the thread of the test.
 */
public final class OwnWindow implements AutoCloseable {
    private final FxRobot fx = new FxRobot();
    private Stage stage;

    public OwnWindow() throws TimeoutException {
        // Starts JavaFX where no test has done it yet.
        FxToolkit.registerPrimaryStage();
        fx.interact(() -> stage = new Stage());
    }

    /** The stage, to be used on the FX thread. */
    public Stage stage() {
        return stage;
    }

    @Override
    public void close() {
        fx.interact(stage::close);
    }
}
