package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One of the system's small programs that does something for as long as it runs, such as keeping the machine awake. It is
 * given a standard input that never says anything, and ends by itself when that ends: so it does not outlive this process,
 * however this one ends.
 *
 * <p>Owns the process. Any thread; ends with {@link #close()}.
 */
public final class HeldProgram implements AutoCloseable {
    private static final long GRACE_MILLIS = 500;

    private final Process process;

    private HeldProgram(Process process) {
        this.process = process;
    }

    /** @return empty if there is no such program */
    public static Optional<HeldProgram> start(List<String> command) {
        try {
            return Optional.of(new HeldProgram(new ProcessBuilder(command)
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

    /** For whoever wants to see it. */
    public long pid() {
        return process.pid();
    }

    /** Ends the program and what it has started. Waits half a second at most. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException gone) {
            // It has ended by itself.
            return;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
