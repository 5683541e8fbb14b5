package dev.pilothouse.ui.fx;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/**
 * The way onto the FX thread for what is not session state: the answer to a dialog, the end of a file read. Session
 * state goes through {@link FxPulse}, whose work is bounded by frames and not by events.
 *
 * <p>Owns nothing; any thread may call it; a task that arrives after the toolkit has ended is dropped.
 */
public final class FxThread implements Executor {
    @Override
    public void execute(Runnable task) {
        if (Platform.isFxApplicationThread()) {
            task.run();
            return;
        }
        try {
            Platform.runLater(task);
        } catch (IllegalStateException toolkitEnded) {
            // The window is gone: nobody is left to show the result to.
        }
    }
}
