package dev.pilothouse.desktop.platform;

import dev.pilothouse.desktop.process.DetachedProgram;
import dev.pilothouse.desktop.process.WindowsPrograms;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.pulse.NamedThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * Opens a text file in the system's program for text. That program belongs to the user: it is watched only briefly for
 * an early failure, and outlives this object.
 *
 * <p>Owns a thread that ends when idle, with a queue of at most {@value #WAITING} requests. Any thread may call it.
 * Ends with {@link #close()}, which drops the queue.
 */
public final class DesktopFileOpener implements FileOpener, AutoCloseable {
    private static final int WAITING = 8;
    /** A program that fails exits at once; one that is still running has opened the file. */
    private static final Duration MAY_FAIL = Duration.ofSeconds(2);

    private final List<String> program;
    private final ThreadPoolExecutor thread;

    public DesktopFileOpener() {
        this(ofThisSystem());
    }

    DesktopFileOpener(List<String> program) {
        this.program = List.copyOf(program);
        thread = NamedThreads.pool(1, Duration.ofSeconds(10), WAITING, NamedThreads.factory("file-opener"));
    }

    /** Selects a plain-text program where the system allows it, regardless of the file's own type. */
    private static List<String> ofThisSystem() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("windows")) {
            return List.of(WindowsPrograms.ofThisSystem().notepad());
        }
        return system.contains("mac") ? List.of("open", "-t") : List.of("xdg-open");
    }

    @Override
    public void open(Path directory, String path, Consumer<Outcome> told) {
        try {
            thread.execute(() -> told.accept(open(directory, path)));
        } catch (RejectedExecutionException full) {
            told.accept(Outcome.NO_PROGRAM);
        }
    }

    private Outcome open(Path directory, String path) {
        TextFile file = TextFile.find(directory, path);
        if (file.path() == null) {
            return file.outcome();
        }
        List<String> command = new ArrayList<>(program);
        // Absolute, so it cannot be taken for an option.
        command.add(file.path().toString());
        return DetachedProgram.start(MAY_FAIL, command) ? Outcome.OPENED : Outcome.NO_PROGRAM;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
