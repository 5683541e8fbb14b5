package dev.pilothouse.ui.fx;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/**
 * Runs tasks on the FX thread that are not session state: the answer to a dialog, the end of a file read. Session state
 * goes through {@link FxPulse}, which bounds the work by frames instead of events.
 *
 * <p>Owns nothing; any thread may call it. Drops a task that arrives after the toolkit has ended.
 */
public final class FxExecutor implements Executor {
    @Override
    public void execute(Runnable task) {
        if (Platform.isFxApplicationThread()) {
            task.run();
            return;
        }
        try {
            Platform.runLater(task);
        } catch (IllegalStateException toolkitEnded) {
            // The window is closed, so the result cannot be shown.
        }
    }
}
