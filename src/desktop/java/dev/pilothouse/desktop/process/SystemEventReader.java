package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a small system program that keeps running and prints events line by line, such as a notification that waits for
 * a click.
 *
 * <p>Owns the process and a thread that reads its output. Both end with the program, or with {@link #close()}. Any
 * thread.
 */
public final class SystemEventReader implements AutoCloseable {
    /** Limits of the output; such a program never prints more. */
    private static final int LINES = 16;

    private static final int LINE_CHARACTERS = 256;

    private final Process process;

    /** Called on the reader's thread, so implementations hand over and return. */
    public interface Listener {
        void onLine(String line);

        /**
         * Called last.
         *
         * @param failed whether the program reported that it could not do its task
         */
        void onEnd(boolean failed);
    }

    private SystemEventReader(Process process) {
        this.process = process;
    }

    /**
     * Starts the program.
     *
     * @return empty if there is no such program
     */
    public static Optional<SystemEventReader> start(String threadName, List<String> command, Listener listener) {
        Process process;
        try {
            process = WindowsCommandLine.builder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notThere) {
            return Optional.empty();
        }
        SystemEventReader talk = new SystemEventReader(process);
        NamedThreads.start(threadName, () -> talk.read(listener));
        return Optional.of(talk);
    }

    private void read(Listener listener) {
        boolean failed = true;
        try {
            process.getOutputStream().close();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                read(lines, listener::onLine);
            }
            failed = process.waitFor() != 0;
        } catch (IOException closed) {
            // Closing this object ends its program.
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            listener.onEnd(failed);
        }
    }

    private static void read(BufferedReader in, Consumer<String> line) throws IOException {
        StringBuilder text = new StringBuilder();
        int lines = 0;
        for (int next = in.read(); next >= 0 && lines < LINES; next = in.read()) {
            if (next == '\n') {
                line.accept(text.toString().strip());
                text.setLength(0);
                lines++;
            } else if (text.length() < LINE_CHARACTERS) {
                text.append((char) next);
            }
        }
    }

    /** Ends the program. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
