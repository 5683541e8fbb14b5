package dev.pilothouse.app;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.ui.settings.KeptValues;
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
 * What this device remembers, as one file of properties in the app's own folder. A change is written within a second, as a
 * whole and by renaming, so that a crash leaves either the old file or the new one. It holds drafts and snippets, so it is for
 * its owner alone ({@link PrivateFile}).
 *
 * <p>Owns the file. Any thread; the disk is touched on the lane, and once more by {@link #close()}, which writes what is
 * left and must be called before the lane is closed.
 */
final class KeptFile implements KeptValues, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptFile.class);
    private static final Duration DELAY = Duration.ofSeconds(1);
    /** The marker of a newer version is kept, with all values that it knows and this version does not. */
    private static final String VERSION_NAME = "format.version";

    private static final String VERSION = "1";

    private final Path file;
    private final Lane lane;
    private final Properties values = new Properties();
    /** Held while the disk is written, when whoever types must not wait. */
    private final Object writing = new Object();

    private boolean scheduled;
    private boolean dirty;

    KeptFile(Path file, Lane lane) {
        this.file = file;
        this.lane = lane;
        removeHalfWritten();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                values.load(in);
            } catch (IOException | IllegalArgumentException unreadable) {
                log.warn("What this device remembered cannot be read; it starts with nothing", unreadable);
            }
        }
    }

    /** A crash leaves the file that was being written, and drafts are in it. */
    private void removeHalfWritten() {
        if (!Files.isDirectory(file.getParent())) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(file.getParent(), file.getFileName() + "*.new")) {
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

    /** The names that begin so. */
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
                // Closing writes it.
                scheduled = false;
            }
        }
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
            log.warn("What this device should remember cannot be written", unwritable);
        }
    }

    /** Writes what is not written yet. May be called again and again. */
    @Override
    public void close() {
        write();
    }
}
