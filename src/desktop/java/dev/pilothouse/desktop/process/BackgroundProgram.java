package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small system program that has an effect while it runs, such as keeping the machine awake. Its standard input stays
 * open and empty. The program ends when that input closes, so it never outlives this process, however this process
 * ends.
 *
 * <p>Owns the process. Any thread; ends with {@link #close()}.
 */
public final class BackgroundProgram implements AutoCloseable {
    private static final long GRACE_MILLIS = 500;

    private final Process process;

    private BackgroundProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts the program.
     *
     * @return empty if there is no such program
     */
    public static Optional<BackgroundProgram> start(List<String> command) {
        try {
            return Optional.of(new BackgroundProgram(WindowsCommandLine.builder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Ends the program and its descendants. Waits half a second at most. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException gone) {
            // It has already exited.
            return;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
