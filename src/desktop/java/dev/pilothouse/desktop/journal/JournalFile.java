package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.pilothouse.desktop.journal.JournalLines.DamagedException;
import dev.pilothouse.desktop.journal.JournalLines.RefusedException;
import dev.pilothouse.secure.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of lines with checksums ({@link JournalLines}).
 *
 * <p>Owns the open file. Appends are confined to one thread at a time; {@link #force()} may run on another thread
 * meanwhile. Ends with {@link #close()}.
 */
final class JournalFile implements AutoCloseable {
    private final Path path;
    private volatile FileChannel channel;
    private JournalFileEnd end;
    private JournalFileEnd endBefore;
    private boolean unusable;
    /** The first sync failure. */
    private volatile @Nullable IOException refused;

    private JournalFile(Path path, FileChannel channel, JournalFileEnd end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
        this.endBefore = end;
    }

    /** Receives the records of each line, in order. */
    interface Reader {
        /**
         * @param offset where the line begins
         * @throws DamagedException if the records do not fit those read before
         */
        void line(List<JsonElement> records, long offset) throws DamagedException;

        /**
         * A complete line is damaged.
         *
         * @return whether it is skipped; else it is cut off with all that follow
         */
        default boolean skipsDamaged() {
            return false;
        }
    }

    /** @param damage empty if there was none */
    record Opening(JournalFile file, Optional<JournalDamage> damage) {}

    /**
     * Opens the file, or creates it, and reads all of it. Damaged lines are cut off. A copy of the file is made first,
     * unless only its last line is incomplete.
     *
     * @throws IOException also if the reader refuses the file; the file is then unchanged
     */
    static Opening open(Path path, Reader reader) throws IOException {
        return open(JournalFileSystem.REAL, path, reader);
    }

    static Opening open(JournalFileSystem disk, Path path, Reader reader) throws IOException {
        FileChannel channel = disk.open(path);
        try {
            PrivateFolders.makePrivate(path);
            Scan scan = scan(channel, reader);
            Optional<JournalDamage> damage = Optional.empty();
            long good = scan.good.length();
            long size = channel.size();
            if (good < size) {
                if (!scan.torn || !isEmpty(channel, good)) {
                    Path kept = scan.torn ? null : moveAside(path);
                    damage = Optional.of(new JournalDamage(path, kept, size - good));
                }
                channel.truncate(good);
                channel.force(true);
            }
            return new Opening(new JournalFile(path, channel, scan.good), damage);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** @param good the end of the valid part @param torn whether only an incomplete line follows */
    private record Scan(JournalFileEnd good, boolean torn) {}

    private static Scan scan(FileChannel channel, Reader reader) throws IOException {
        JournalLines lines = new JournalLines(channel, 0);
        JournalFileEnd good = JournalFileEnd.START;
        while (lines.next()) {
            try {
                reader.line(lines.records(), lines.offset());
            } catch (RefusedException e) {
                throw e.reason();
            } catch (DamagedException e) {
                if (!reader.skipsDamaged()) {
                    return new Scan(good, false);
                }
                good = new JournalFileEnd(lines.end(), lines.offset(), good.checksum());
                continue;
            }
            good = new JournalFileEnd(lines.end(), lines.offset(), lines.checksum());
        }
        return new Scan(good, true);
    }

    /** Whether only zero bytes follow. A host that was killed in {@link #requireRoom} leaves them. */
    private static boolean isEmpty(FileChannel channel, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8_192);
        long position = from;
        while (true) {
            int read = channel.read(bytes.clear(), position);
            if (read < 0) {
                return true;
            }
            for (int i = 0; i < read; i++) {
                if (bytes.get(i) != 0) {
                    return false;
                }
            }
            position += read;
        }
    }

    static Path moveAside(Path path) throws IOException {
        for (int n = 1; ; n++) {
            Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + n);
            try {
                Files.copy(path, aside);
                PrivateFolders.makePrivate(aside);
                return aside;
            } catch (FileAlreadyExistsException e) {
                // Try the next number.
            }
        }
    }

    /** The end of the file. For the appending thread. */
    JournalFileEnd end() {
        return end;
    }

    /**
     * Writes one line.
     *
     * @throws IOException if it could not be written completely; the file then ends after the previous line
     */
    void append(JsonArray records) throws IOException {
        refuseIfRefused();
        if (unusable) {
            throw new IOException(path.getFileName() + " could not be repaired after a failed write");
        }
        JournalLines.Line line = JournalLines.encode(records);
        ByteBuffer bytes = line.bytes();
        int length = bytes.remaining();
        try {
            long position = end.length();
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
        endBefore = end;
        end = new JournalFileEnd(end.length() + length, end.length(), line.checksum());
    }

    /**
     * Checks that the file can grow by that many bytes, and leaves it unchanged. For the appending thread.
     *
     * @throws IOException if it cannot
     */
    void requireRoom(int bytes) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(bytes);
        try {
            long position = end.length();
            while (room.hasRemaining()) {
                position += channel.write(room, position);
            }
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
        truncateTo(end);
    }

    /** Removes the last appended line. At most once per line. */
    void undoLast() throws IOException {
        truncateTo(endBefore);
    }

    /**
     * Removes the last appended line after {@link #force()} has failed for it, and brings that to disk. Everything before
     * it must be on disk. The file can be used again then.
     *
     * @throws IOException if it is not known whether the line is on disk; nothing can be appended any more
     */
    void withdrawLast() throws IOException {
        truncateTo(endBefore);
        unusable = false;
        channel.force(true);
        refused = null;
    }

    private void truncateTo(JournalFileEnd good) throws IOException {
        end = good;
        try {
            channel.truncate(end.length());
        } catch (IOException e) {
            unusable = true;
            throw e;
        }
    }

    private void cutBack(IOException cause) {
        try {
            channel.truncate(end.length());
        } catch (IOException e) {
            unusable = true;
            cause.addSuppressed(e);
        }
    }

    /**
     * Returns once everything that was appended before the call is on disk.
     *
     * @throws IOException if this sync or an earlier one failed. After a failed fsync the system may drop the unwritten
     *     data, so a later success would prove nothing
     */
    void force() throws IOException {
        refuseIfRefused();
        try {
            channel.force(false);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            refused = e;
            throw e;
        }
    }

    /** Whether a sync failed. Any thread. */
    boolean isRefused() {
        return refused != null;
    }

    /**
     * Takes over the content of a shorter file, which must be on disk. Both are closed meanwhile, as Windows replaces no
     * file that this process holds open. For the appending thread, with no {@link #force()} at the same time.
     *
     * @throws IOException if that failed; the old content is then in use
     */
    void replaceWith(JournalFile shorter, JournalFileSystem disk) throws IOException {
        shorter.close();
        channel.close();
        try {
            AtomicFiles.replace(shorter.path, path);
            end = shorter.end;
            endBefore = end;
            unusable = false;
            refused = null;
        } finally {
            channel = AtomicFiles.retrying(path, () -> disk.open(path));
        }
    }

    private void refuseIfRefused() throws IOException {
        if (refused != null) {
            throw new IOException(path.getFileName() + " could not be brought to disk earlier", refused);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
