package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts one of the user's programs, such as an editor, and detaches from it: it outlives this app, and its output is
 * discarded. Owns nothing. Must not be called on the FX thread, since it waits for an early failure.
 */
public final class DetachedProgram {
    private DetachedProgram() {}

    /**
     * Starts a program.
     *
     * @param mayFail how long to wait for an early exit, the only sign of a failure
     * @return whether the program was started and has not failed at once
     */
    public static boolean start(Duration mayFail, List<String> command) {
        try {
            Process started = WindowsCommandLine.builder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            started.getOutputStream().close();
            return !started.waitFor(mayFail.toMillis(), TimeUnit.MILLISECONDS) || started.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
