package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An append-only file of checked lines: {@code {"c":"CHECKSUM","r":[RECORD,…]}}. The checksum is the CRC-32C of the
 * array's bytes in eight hexadecimal digits. The records of one line are there together or not at all.
 *
 * <p>Owns the open file. Appending is for one thread at a time; {@link #force()} may run on another thread meanwhile.
 * Ends with {@link #close()}.
 */
final class JournalFile implements AutoCloseable {
    private static final byte[] START = "{\"c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIDDLE = "\",\"r\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int FRAME = START.length + DIGITS + MIDDLE.length + 1;
    /** Far above what one step of a session writes. A longer line is no line of ours. */
    private static final int MAX_LINE = 64 * 1024 * 1024;

    private final Path path;
    private final FileChannel channel;
    private long end;
    private boolean unusable;

    private JournalFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /** Takes the records of a line, in order. */
    interface Reader {
        /** @throws DamagedException if they make no sense after what was read before */
        void line(List<JsonElement> records) throws DamagedException;
    }

    /** Bytes that are there and are no valid line. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /** @param damage what was wrong, or empty */
    record Opening(JournalFile file, Optional<JournalDamage> damage) {}

    /** Opens the file, or makes it, and reads all of it. What is damaged is cut off, and kept aside unless it is torn. */
    static Opening open(Path path, Reader reader) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            PrivateFolders.makePrivate(path);
            Scan scan = scan(channel, reader);
            Optional<JournalDamage> damage = Optional.empty();
            long size = channel.size();
            if (scan.good < size) {
                Path kept = scan.torn ? null : keepAside(path);
                damage = Optional.of(new JournalDamage(path, kept, size - scan.good));
                channel.truncate(scan.good);
                channel.force(true);
            }
            return new Opening(new JournalFile(path, channel, scan.good), damage);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** @param good the length of the file up to where it is in order. @param torn whether only an unfinished line follows */
    private record Scan(long good, boolean torn) {}

    private static Scan scan(FileChannel channel, Reader reader) throws IOException {
        channel.position(0);
        // Not closed: it would close the channel, which stays open for appending.
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        long good = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
        while (true) {
            line.reset();
            int next = readLine(in, line);
            if (next < 0) {
                return new Scan(good, true);
            }
            try {
                reader.line(parse(line.toByteArray()));
            } catch (DamagedException e) {
                return new Scan(good, false);
            }
            good += line.size() + 1;
        }
    }

    /** Reads up to a line feed, which it swallows; -1 if the file ends before it. */
    private static int readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        int next;
        while ((next = in.read()) >= 0) {
            if (next == '\n' || line.size() >= MAX_LINE) {
                return next;
            }
            line.write(next);
        }
        return -1;
    }

    private static List<JsonElement> parse(byte[] line) throws DamagedException {
        int bodyStart = START.length + DIGITS + MIDDLE.length;
        if (line.length < FRAME + 2
                || line[line.length - 1] != '}'
                || !matches(line, 0, START)
                || !matches(line, START.length + DIGITS, MIDDLE)) {
            throw new DamagedException("not a line of a journal");
        }
        String expected = new String(line, START.length, DIGITS, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(line, bodyStart, line.length - bodyStart - 1))) {
            throw new DamagedException("wrong checksum");
        }
        try {
            String body = new String(line, bodyStart, line.length - bodyStart - 1, StandardCharsets.UTF_8);
            return JsonParser.parseString(body).getAsJsonArray().asList();
        } catch (JsonParseException | IllegalStateException e) {
            throw new DamagedException("not JSON");
        }
    }

    private static boolean matches(byte[] line, int offset, byte[] part) {
        for (int i = 0; i < part.length; i++) {
            if (line[offset + i] != part[i]) {
                return false;
            }
        }
        return true;
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return String.format("%08x", crc.getValue());
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

    /**
     * Writes one line.
     *
     * @throws IOException if it could not be written whole; the file then ends after the line before
     */
    void append(JsonArray records) throws IOException {
        if (unusable) {
            throw new IOException(path.getFileName() + " could not be repaired after a failed write");
        }
        byte[] body = records.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer line = ByteBuffer.allocate(FRAME + body.length + 1);
        line.put(START).put(checksum(body, 0, body.length).getBytes(StandardCharsets.US_ASCII));
        line.put(MIDDLE).put(body).put((byte) '}').put((byte) '\n').flip();
        int length = line.remaining();
        try {
            long position = end;
            while (line.hasRemaining()) {
                position += channel.write(line, position);
            }
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
        end += length;
    }

    private void cutBack(IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            unusable = true;
            cause.addSuppressed(e);
        }
    }

    /** Returns once everything that was appended before the call is on disk. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
