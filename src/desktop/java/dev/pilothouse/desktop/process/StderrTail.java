package dev.pilothouse.desktop.process;

import dev.pilothouse.model.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the last bytes of a stream for error messages. The ring buffer grows up to a fixed size, so a flood costs
 * copying but no memory, and a silent child costs nothing. Any thread; needs no closing.
 */
final class StderrTail {
    static final int BYTES = 64 * 1024;
    static final int LINES = 200;

    /** Wraps around only at its full size. */
    private byte[] ring = {};

    private long written;

    /** Appends bytes; the oldest are dropped. */
    synchronized void append(byte[] bytes, int count) {
        int from = Math.max(0, count - BYTES);
        written += from;
        grow(written + count - from);
        for (int done = from; done < count; ) {
            int at = (int) (written % ring.length);
            int run = Math.min(count - done, ring.length - at);
            System.arraycopy(bytes, done, ring, at, run);
            done += run;
            written += run;
        }
    }

    private void grow(long needed) {
        if (ring.length < BYTES && needed > ring.length) {
            ring = Arrays.copyOf(ring, (int) Math.min(BYTES, Math.max(needed, 2L * ring.length)));
        }
    }

    /** Returns how many bytes were written in total. */
    synchronized long written() {
        return written;
    }

    /**
     * Returns the last lines as text. If bytes were lost, only whole lines are kept. Terminal control sequences and
     * invisible characters are removed.
     */
    String text() {
        return lastLines(clean(decoded()));
    }

    private synchronized String decoded() {
        int length = (int) Math.min(written, BYTES);
        int start = (int) ((written - length) % BYTES);
        byte[] copy = new byte[length];
        int first = Math.min(length, BYTES - start);
        System.arraycopy(ring, start, copy, 0, first);
        System.arraycopy(ring, 0, copy, first, length - first);
        String text = new String(copy, StandardCharsets.UTF_8);
        int lineEnd = text.indexOf('\n');
        return written > BYTES && lineEnd >= 0 && lineEnd < text.length() - 1 ? text.substring(lineEnd + 1) : text;
    }

    private static String clean(String text) {
        return PlainText.note(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private static String lastLines(String text) {
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        int at = end;
        for (int lines = 0; lines < LINES; lines++) {
            at = text.lastIndexOf('\n', at - 1);
            if (at < 0) {
                return text.substring(0, end);
            }
        }
        return text.substring(at + 1, end);
    }
}
