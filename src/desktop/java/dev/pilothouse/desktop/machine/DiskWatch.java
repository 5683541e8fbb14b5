package dev.pilothouse.desktop.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk of the data folder is getting full: said once when it is, and taken back only when there is clearly room
 * again. Looks when it is asked to, away from lanes and timers, since a disk may take its time. Any thread; calls take turns.
 */
public final class DiskWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final Path folder;
    private final Disk disk;
    private final Runnable changed;
    private boolean low;
    private volatile OptionalLong free = OptionalLong.empty();

    /** Port: says how much can still be written. */
    public interface Disk {
        /** The file system as it is. */
        Disk REAL = path -> Files.getFileStore(path).getUsableSpace();

        long free(Path folder) throws IOException;
    }

    /** @param changed told, on the thread that looks, when {@link #low} has changed */
    public DiskWatch(Path folder, Disk disk, Runnable changed) {
        this.folder = folder;
        this.disk = disk;
        this.changed = changed;
    }

    public void look() {
        long now;
        try {
            now = disk.free(folder);
        } catch (IOException unknown) {
            // What cannot be known is not warned of; writing says it if the disk is gone.
            LOG.debug("The free space of {} cannot be read: {}", folder, unknown.toString());
            return;
        }
        free = OptionalLong.of(now);
        synchronized (this) {
            boolean before = low;
            low = now < (low ? FreeSpace.ENOUGH : FreeSpace.LOW);
            if (low == before) {
                return;
            }
            if (low) {
                LOG.warn("The disk of {} is getting full: {} are free", folder, FreeSpace.text(now));
            } else {
                LOG.info("The disk of {} has room again: {} are free", folder, FreeSpace.text(now));
            }
        }
        changed.run();
    }

    public synchronized boolean low() {
        return low;
    }

    /** Bytes that were free when it looked last. */
    public OptionalLong free() {
        return free;
    }
}
