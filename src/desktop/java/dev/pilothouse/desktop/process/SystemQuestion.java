package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks one of the system's small programs one thing. For programs that answer with a line and end; an agent is a
 * {@link CliProcess}.
 *
 * <p>Owns the process until it returns; called away from the FX thread, since it waits.
 */
public final class SystemQuestion {
    private static final int ANSWER_BYTES = 4_096;

    private SystemQuestion() {}

    /** What the program printed, or empty if it is not there, failed, or did not end within the time. */
    public static Optional<String> ask(Duration patience, List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
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
            process.destroyForcibly();
        }
    }
}
