package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads the lines of a journal's file in order: {@code {"c":"CHECKSUM","r":[RECORD,…]}}. The checksum is the CRC-32C of
 * the array's bytes in eight hexadecimal digits. The records of one line are valid together or not at all.
 *
 * <p>Owns a buffer as long as the longest line. Reads by position and does not move the channel's position. Confined to
 * one thread; there is nothing to close.
 */
final class JournalLines {
    private static final byte[] START = "{\"c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIDDLE = "\",\"r\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int BODY = START.length + DIGITS + MIDDLE.length;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Far above what one step of a session writes. A longer line is damage. */
    private static final int MAX_LINE = 64 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final FileChannel channel;
    private byte[] buffer;
    /** Position in the file of the buffer's first byte. */
    private long base;

    private int filled;
    private int lineStart;
    private int lineEnd;

    /** The file contains bytes that are not a valid line. */
    static class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /** A valid line that belongs to another file, or that a newer version wrote. The file must not be changed. */
    static final class RefusedException extends DamagedException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        RefusedException(IOException reason) {
            super(reason.getMessage());
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    /** @param from where a line begins */
    JournalLines(FileChannel channel, long from) throws IOException {
        this.channel = channel;
        this.base = from;
        // A host start may read a thousand indexes of one line each, so small files get small buffers.
        this.buffer = new byte[(int) Math.max(1, Math.min(BUFFER, channel.size() - from + 1))];
    }

    /** Moves to the next line. @return false if no complete line follows */
    boolean next() throws IOException {
        lineStart = filled == 0 && lineEnd == 0 ? 0 : lineEnd + 1;
        int looked = lineStart;
        while (true) {
            for (int i = looked; i < filled; i++) {
                if (buffer[i] == '\n') {
                    lineEnd = i;
                    return true;
                }
            }
            if (filled - lineStart >= MAX_LINE) {
                // Returned as a line; its checksum does not match.
                lineEnd = filled;
                return true;
            }
            makeRoom();
            looked = filled;
            int read = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), base + filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
    }

    private void makeRoom() {
        if (lineStart > 0) {
            System.arraycopy(buffer, lineStart, buffer, 0, filled - lineStart);
            base += lineStart;
            filled -= lineStart;
            lineStart = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /** Offset of the current line in the file. */
    long offset() {
        return base + lineStart;
    }

    /** Offset of the line after the current one. */
    long end() {
        return base + lineEnd + 1;
    }

    /** The checksum stored in the current line. */
    String checksum() {
        return new String(buffer, lineStart + START.length, DIGITS, StandardCharsets.US_ASCII);
    }

    /** The records of the current line. */
    List<JsonElement> records() throws DamagedException {
        int length = lineEnd - lineStart;
        if (length < BODY + 3
                || buffer[lineEnd - 1] != '}'
                || !matches(lineStart, START)
                || !matches(lineStart + START.length + DIGITS, MIDDLE)) {
            throw new DamagedException("not a line of a journal");
        }
        int bodyLength = length - BODY - 1;
        if (!matches(lineStart + START.length, checksum(buffer, lineStart + BODY, bodyLength))) {
            throw new DamagedException("wrong checksum");
        }
        try {
            String body = new String(buffer, lineStart + BODY, bodyLength, StandardCharsets.UTF_8);
            return JsonParser.parseString(body).getAsJsonArray().asList();
        } catch (JsonParseException | IllegalStateException e) {
            throw new DamagedException("not JSON");
        }
    }

    private boolean matches(int offset, byte[] part) {
        return Arrays.equals(buffer, offset, offset + part.length, part, 0, part.length);
    }

    private static byte[] checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        long value = crc.getValue();
        byte[] digits = new byte[DIGITS];
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = HEX[(int) (value & 0xf)];
            value >>>= 4;
        }
        return digits;
    }

    /** One encoded line and its checksum. */
    record Line(ByteBuffer bytes, String checksum) {}

    static Line encode(JsonArray records) {
        byte[] body = records.toString().getBytes(StandardCharsets.UTF_8);
        byte[] checksum = checksum(body, 0, body.length);
        ByteBuffer line = ByteBuffer.allocate(BODY + body.length + 2);
        line.put(START).put(checksum).put(MIDDLE).put(body);
        line.put((byte) '}').put((byte) '\n').flip();
        return new Line(line, new String(checksum, StandardCharsets.US_ASCII));
    }
}
