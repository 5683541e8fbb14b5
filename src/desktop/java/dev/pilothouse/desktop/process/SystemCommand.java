package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a small system program and returns its answer. For programs that print a line and exit; an agent is a
 * {@link CliProcess}.
 *
 * <p>Owns the process until it returns. Must not be called on the FX thread, since it waits.
 */
public final class SystemCommand {
    private static final int ANSWER_BYTES = 4_096;

    /** A killed process is gone at once, unless the system itself hangs. */
    private static final Duration END = Duration.ofSeconds(1);

    private SystemCommand() {}

    /** Returns the program's output, or empty if it is missing, failed, or did not end in time. */
    public static Optional<String> ask(Duration patience, List<String> command) {
        Process process;
        try {
            process = WindowsCommandLine.builder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notThere) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            end(process);
        }
    }

    /** Returns when the process is gone, so that nothing of it runs after the caller has the answer. */
    private static void end(Process process) {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
