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

/**
 * The operating system's lock on a folder, which ends with its owner's process however that ends.
 *
 * <p>On POSIX a process gives up its lock on a file as soon as it closes the file anywhere, also where it has opened it for
 * something else. So what this process holds is remembered here, and nobody in it opens such a file a second time.
 *
 * <p>Owns the lock file's channel, and its place in what the process holds. Any thread. Ends with {@link #close()}.
 */
public final class FolderLock implements AutoCloseable {
    /** The lock files of this process; one that is just being tried counts too. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path place;
    /** Whether the file holds the owner's pid and nothing else. */
    private final boolean named;

    private final AtomicBoolean closed = new AtomicBoolean();

    private FolderLock(FileChannel channel, Path place, boolean named) {
        this.channel = channel;
        this.place = place;
        this.named = named;
    }

    /** Whether this very process holds it; then its file must not be opened. */
    static boolean isHeldHere(Path file) {
        try {
            return HELD.contains(place(file));
        } catch (IOException noSuchFolder) {
            return false;
        }
    }

    /** One name for each file, whichever way leads to it. */
    private static Path place(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent().toRealPath().resolve(absolute.getFileName());
    }

    /** Empty if it is held already. */
    public static Optional<FolderLock> take(Path file) throws IOException {
        Path place = place(file);
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
     * Locks a file that has content of its own, far behind its end, so that it can be read all the same. No other code of
     * this process may open the file before this is closed. Empty if it is held already.
     */
    static Optional<FolderLock> guard(Path file) throws IOException {
        Path place = place(file);
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

    /** On a full disk the file names nobody; the lock holds all the same. */
    private static void nameOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        String owner = ProcessHandle.current().pid() + "\n";
        try {
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            if (!DiskWords.isFull(e)) {
                throw e;
            }
        }
    }

    private static FileLock tryLock(FileChannel channel, long from) throws IOException {
        try {
            return channel.tryLock(from, Long.MAX_VALUE - from, false);
        } catch (OverlappingFileLockException e) {
            // Another class loader's host in this very process.
            return null;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            // The file stays: deleting it would let two hosts lock two files of one name. It names nobody any more.
            if (named) {
                channel.truncate(0);
            }
        } catch (IOException full) {
            // Then it goes on naming this process, which is looked for before it is believed.
            return;
        } finally {
            closeChannel();
            HELD.remove(place);
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
