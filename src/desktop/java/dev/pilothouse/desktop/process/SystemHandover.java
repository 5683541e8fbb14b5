package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program of the person's own, such as an editor, and leaves it to the person: it outlives this app, and nothing of
 * it is read. Owns nothing; called away from the FX thread, since it waits for the moment in which a program may fail.
 */
public final class SystemHandover {
    private SystemHandover() {}

    /**
     * @param mayFail how long to wait for an early end, which alone tells of a failure
     * @return whether the program was started and has not failed at once
     */
    public static boolean start(Duration mayFail, List<String> command) {
        try {
            Process started = new ProcessBuilder(command)
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
