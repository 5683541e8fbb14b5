package dev.pilothouse.testing;

import java.util.concurrent.TimeoutException;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/**
 * A window for a test that resizes it. The shared window of the tests would keep the size, but other tests expect it to
 * be as large as its scene. Owns the stage; ends with {@link #close()}. Call it on the thread of the test.
 */
public final class OwnWindow implements AutoCloseable {
    private final FxRobot fx = new FxRobot();
    private Stage stage;

    public OwnWindow() throws TimeoutException {
        // Starts JavaFX if no earlier test has.
        FxToolkit.registerPrimaryStage();
        fx.interact(() -> stage = new Stage());
    }

    /** The stage; use it on the FX thread. */
    public Stage stage() {
        return stage;
    }

    @Override
    public void close() {
        fx.interact(stage::close);
    }
}
