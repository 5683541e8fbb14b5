package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.pilothouse.desktop.journal.JournalLines.DamagedException;
import dev.pilothouse.desktop.journal.JournalLines.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An append-only file of checked lines ({@link JournalLines}).
 *
 * <p>Owns the open file. Appending is for one thread at a time; {@link #force()} may run on another thread meanwhile.
 * Ends with {@link #close()}.
 */
final class JournalFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private JournalEnd end;
    private JournalEnd endBefore;
    private boolean unusable;
    /** The first refusal of the disk. */
    private volatile IOException refused;

    private JournalFile(Path path, FileChannel channel, JournalEnd end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /** Takes the records of a line, in order. */
    interface Reader {
        /**
         * @param offset where the line begins
         * @throws DamagedException if they make no sense after what was read before
         */
        void line(List<JsonElement> records, long offset) throws DamagedException;
    }

    /** @param damage what was wrong, or empty */
    record Opening(JournalFile file, Optional<JournalDamage> damage) {}

    /**
     * Opens the file, or makes it, and reads all of it. What is damaged is cut off, and kept aside unless it is torn.
     *
     * @throws IOException also if the reader refuses the file; then it is as it was
     */
    static Opening open(Path path, Reader reader) throws IOException {
        return open(Disk.REAL, path, reader);
    }

    static Opening open(Disk disk, Path path, Reader reader) throws IOException {
        FileChannel channel = disk.open(path);
        try {
            PrivateFolders.makePrivate(path);
            Scan scan = scan(channel, reader);
            Optional<JournalDamage> damage = Optional.empty();
            long good = scan.good.length();
            long size = channel.size();
            if (good < size) {
                Path kept = scan.torn ? null : keepAside(path);
                damage = Optional.of(new JournalDamage(path, kept, size - good));
                channel.truncate(good);
                channel.force(true);
            }
            return new Opening(new JournalFile(path, channel, scan.good), damage);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** @param good how far the file is in order. @param torn whether only an unfinished line follows */
    private record Scan(JournalEnd good, boolean torn) {}

    private static Scan scan(FileChannel channel, Reader reader) throws IOException {
        JournalLines lines = new JournalLines(channel, 0);
        JournalEnd good = JournalEnd.START;
        while (lines.next()) {
            try {
                reader.line(lines.records(), lines.offset());
            } catch (RefusedException e) {
                throw e.reason();
            } catch (DamagedException e) {
                return new Scan(good, false);
            }
            good = new JournalEnd(lines.end(), lines.offset(), lines.checksum());
        }
        return new Scan(good, true);
    }

    private static Path keepAside(Path path) throws IOException {
        for (int n = 1; ; n++) {
            Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + n);
            try {
                Files.copy(path, aside);
                PrivateFolders.makePrivate(aside);
                return aside;
            } catch (FileAlreadyExistsException e) {
                // The next number is free, or the one after it.
            }
        }
    }

    /** Where the file ends. For the appending thread. */
    JournalEnd end() {
        return end;
    }

    /**
     * Writes one line.
     *
     * @throws IOException if it could not be written whole; the file then ends after the line before
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
        end = new JournalEnd(end.length() + length, end.length(), line.checksum());
    }

    /**
     * Tries whether the file can grow by so many bytes, and leaves it as it is. For the appending thread.
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
        takeBackTo(end);
    }

    /** The line that was appended last is no part of the file any more. Once for each line. */
    void takeBack() throws IOException {
        takeBackTo(endBefore);
    }

    private void takeBackTo(JournalEnd good) throws IOException {
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
     * @throws IOException if the disk refused, now or ever: a system forgets what it could not write once it has said
     *     so, and a later success would not be one
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

    /** Whether the disk has refused to take what was written. Any thread. */
    boolean isRefused() {
        return refused != null;
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
