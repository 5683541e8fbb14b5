package dev.pilothouse.app;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This device's preferences, drafts and snippets, in one properties file in the app's own folder. A change is written
 * within a second. The file is replaced as a whole by renaming, so a crash leaves either the old file or the new one.
 * Only its owner may read it ({@link PrivateFile}).
 *
 * <p>Owns the file. Any thread. The disk is used on the lane, and once more by {@link #close()}, which writes the
 * remaining changes and must be called before the lane is closed.
 */
final class PreferencesFile implements Preferences, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PreferencesFile.class);
    private static final Duration DELAY = Duration.ofSeconds(1);
    /**
     * Written only if absent: a newer version's marker stays, together with its values that this version does not read.
     */
    private static final String VERSION_NAME = "format.version";

    private static final String VERSION = "1";

    private final Path file;
    private final Lane lane;
    private final Properties values = new Properties();
    /** Held during a write to the disk, so that a caller of {@link #put} does not wait for it. */
    private final Object writing = new Object();

    private boolean scheduled;
    private boolean dirty;

    PreferencesFile(Path file, Lane lane) {
        this.file = file;
        this.lane = lane;
        removeHalfWritten();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                values.load(in);
            } catch (IOException | IllegalArgumentException unreadable) {
                log.warn("The preferences cannot be read, and start with the defaults", unreadable);
            }
        }
    }

    /** A crash leaves the temporary file behind, and it contains drafts. */
    private void removeHalfWritten() {
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, file.getFileName() + "*.new")) {
            for (Path half : left) {
                Files.delete(half);
            }
        } catch (IOException | DirectoryIteratorException unremovable) {
            log.warn("A half-written file cannot be removed", unremovable);
        }
    }

    @Override
    public synchronized Optional<String> get(String name) {
        return Optional.ofNullable(values.getProperty(name));
    }

    /** The names with this prefix. */
    synchronized List<String> names(String prefix) {
        return values.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public synchronized void put(String name, String value) {
        Object before = value.isEmpty() ? values.remove(name) : values.setProperty(name, value);
        if (value.equals(before) || (value.isEmpty() && before == null)) {
            return;
        }
        dirty = true;
        if (!scheduled) {
            scheduled = true;
            try {
                lane.schedule(DELAY, this::write);
            } catch (RejectedExecutionException closing) {
                // close() writes it.
                scheduled = false;
            }
        }
    }

    @Override
    public void save(String name, String value, Runnable written) {
        put(name, value);
        lane.tryExecute(() -> {
            write();
            written.run();
        });
    }

    private void write() {
        synchronized (writing) {
            Properties now = new Properties();
            synchronized (this) {
                scheduled = false;
                if (!dirty) {
                    return;
                }
                dirty = false;
                now.putAll(values);
                now.putIfAbsent(VERSION_NAME, VERSION);
            }
            write(now);
        }
    }

    private void write(Properties now) {
        StringWriter text = new StringWriter();
        try {
            now.store(text, null);
            new PrivateFile(file).write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            log.warn("The preferences cannot be written", unwritable);
            synchronized (this) {
                // The next write or the end of the app tries again.
                dirty = true;
            }
        }
    }

    /** Writes unsaved changes. May be called repeatedly. */
    @Override
    public void close() {
        write();
    }
}
