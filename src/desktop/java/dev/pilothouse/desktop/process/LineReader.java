package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits a byte stream into lines of UTF-8 text with a bounded buffer. A line ends with LF or CR LF; a last line
 * without a terminator counts. Malformed bytes become U+FFFD and affect neither the rest of their line nor the next
 * one. Does not own the stream; confined to the reading thread.
 */
public final class LineReader {
    /** The limit used for agents: far above any sane message, far below the heap. */
    public static final int DEFAULT_LIMIT = 16 * 1024 * 1024;

    /** Small, because every agent has these buffers and most send little at a time. */
    private static final int CHUNK = 16 * 1024;

    private static final int FIRST_LINE = 2 * 1024;
    private static final int LARGE_LINE = 256 * 1024;
    private static final int HEAD = 200;

    private final InputStream stream;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private int chunkStart;
    private int chunkEnd;

    private byte[] line = new byte[FIRST_LINE];
    private int lineLength;
    private long dropped;

    /**
     * @param stream the stream to read
     * @param limit the longest line that is kept, in bytes
     */
    public LineReader(InputStream stream, int limit) {
        this.stream = stream;
        this.limit = limit;
    }

    /**
     * Waits for the next line.
     *
     * @return the line, or empty at the end of the stream
     * @throws IOException if the stream fails; the part of an unfinished line that was read is then lost
     */
    public Optional<Line> next() throws IOException {
        boolean sawBytes = false;
        while (true) {
            if (chunkStart == chunkEnd) {
                int read = stream.read(chunk, 0, chunk.length);
                if (read < 0) {
                    return sawBytes || lineLength > 0 || dropped > 0 ? Optional.of(takeLine()) : Optional.empty();
                }
                chunkStart = 0;
                chunkEnd = read;
                continue;
            }
            sawBytes = true;
            int end = indexOfLineFeed();
            append(chunkStart, end - chunkStart);
            if (end < chunkEnd) {
                chunkStart = end + 1;
                return Optional.of(takeLine());
            }
            chunkStart = chunkEnd;
        }
    }

    private int indexOfLineFeed() {
        for (int i = chunkStart; i < chunkEnd; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return chunkEnd;
    }

    private void append(int from, int count) {
        // Keep one byte more than the limit, because it may be the CR of a line end.
        int room = limit + 1 - lineLength;
        int kept = Math.min(room, count);
        if (lineLength + kept > line.length) {
            line = Arrays.copyOf(line, (int) Math.min(limit + 1L, Math.max(2L * line.length, lineLength + kept)));
        }
        System.arraycopy(chunk, from, line, lineLength, kept);
        lineLength += kept;
        dropped += count - kept;
    }

    private Line takeLine() {
        int length = lineLength;
        if (dropped == 0 && length > 0 && line[length - 1] == '\r') {
            length--;
        }
        long total = length + dropped;
        Line taken = total > limit
                ? new Line.TooLong(total, decode(Math.min(HEAD, length)).text())
                : decode(length);
        lineLength = 0;
        dropped = 0;
        if (line.length > LARGE_LINE) {
            line = new byte[FIRST_LINE];
        }
        return taken;
    }

    private Line.Text decode(int length) {
        ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return new Line.Text(text, false);
        } catch (CharacterCodingException malformed) {
            return new Line.Text(new String(line, 0, length, StandardCharsets.UTF_8), true);
        }
    }
}
