package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An operating system lock on a file. It ends with the owning process, however that process ends.
 *
 * <p>On POSIX, a process loses its lock on a file when it closes any channel of that file, even one opened for another
 * purpose. This class therefore records the files that this process holds, and no code may open such a file a second
 * time.
 *
 * <p>Owns the channel of the lock file and its entry in that record. Thread-safe. Ends with {@link #close()}.
 */
public final class FolderLock implements AutoCloseable {
    /** The lock files of this process, including those that are being tried. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path lockPath;
    /** Whether the file contains the owner's pid and nothing else. */
    private final boolean named;

    private final AtomicBoolean closed = new AtomicBoolean();

    private FolderLock(FileChannel channel, Path place, boolean named) {
        this.channel = channel;
        this.lockPath = place;
        this.named = named;
    }

    /** Whether this process holds the lock. The file must not be opened then. */
    static boolean isHeldHere(Path file) {
        try {
            return HELD.contains(lockPath(file));
        } catch (IOException noSuchFolder) {
            return false;
        }
    }

    /** A canonical path, so that each file has one key. */
    private static Path lockPath(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return absolute.resolveSibling("").toRealPath().resolve(absolute.getFileName());
    }

    /** Takes the lock. Empty if it is held already. */
    public static Optional<FolderLock> take(Path file) throws IOException {
        Path place = lockPath(file);
        if (!HELD.add(place)) {
            return Optional.empty();
        }
        Optional<FolderLock> taken = Optional.empty();
        try {
            taken = take(file, place);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(place);
            }
        }
    }

    /**
     * Locks a file that has other content. The locked range is far behind the end of the file, so that the content
     * stays readable. No other code of this process may open the file before this lock is closed. Empty if it is held
     * already.
     */
    static Optional<FolderLock> guard(Path file) throws IOException {
        Path place = lockPath(file);
        if (!HELD.add(place)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            taken = tryLock(channel, Long.MAX_VALUE - 1) != null;
            return taken ? Optional.of(new FolderLock(channel, place, false)) : Optional.empty();
        } finally {
            if (!taken) {
                HELD.remove(place);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static Optional<FolderLock> take(Path file, Path place) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = tryLock(channel, 0);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            PrivateFolders.makePrivate(file);
            nameOwner(channel);
            return Optional.of(new FolderLock(channel, place, true));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** On a full disk the file stays without a pid; the lock is valid all the same. */
    private static void nameOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        String owner = ProcessHandle.current().pid() + "\n";
        try {
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            if (!IoErrorText.isFull(e)) {
                throw e;
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, long from) throws IOException {
        try {
            return channel.tryLock(from, Long.MAX_VALUE - from, false);
        } catch (OverlappingFileLockException e) {
            // Another class loader in this process holds the lock.
            return null;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            // The file is not deleted: otherwise two hosts could lock two files of the same name. Only its pid is
            // removed.
            if (named) {
                channel.truncate(0);
            }
        } catch (IOException full) {
            // The file still contains the pid of this process. Readers check that the process is alive.
            return;
        } finally {
            closeChannel();
            HELD.remove(lockPath);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            return;
        }
    }
}
