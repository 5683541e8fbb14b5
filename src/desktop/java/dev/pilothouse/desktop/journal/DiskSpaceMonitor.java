package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the disk of the data folder is getting full. Signals once when it is, and again only when there is
 * clearly enough space. Checks only on request, and never on lanes or timers, since a disk may be slow. Any thread; the
 * state is guarded by its monitor.
 */
public final class DiskSpaceMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpaceMonitor.class);

    private final Path folder;
    private final Disk disk;
    private final Runnable changed;
    private boolean low;
    private volatile OptionalLong free = OptionalLong.empty();

    /** Port: reports the free space. */
    public interface Disk {
        /** The real file system. */
        Disk REAL = path -> Files.getFileStore(path).getUsableSpace();

        long free(Path folder) throws IOException;
    }

    /** @param changed called on the checking thread when {@link #low} has changed */
    public DiskSpaceMonitor(Path folder, Disk disk, Runnable changed) {
        this.folder = folder;
        this.disk = disk;
        this.changed = changed;
    }

    public void check() {
        long now;
        try {
            now = disk.free(folder);
        } catch (IOException unknown) {
            // No warning if the free space is unknown; writing reports a disk that is gone.
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

    /** Returns the free bytes at the last check. */
    public OptionalLong free() {
        return free;
    }
}
