package dev.pilothouse.desktop.journal;

import java.util.Arrays;

/**
 * A sparse index from seq to file offset, with one mark per {@value #SPACING} bytes of a journal's file. A reader finds
 * a seq without reading from the start, and can estimate the cost of reading without reading at all.
 *
 * <p>Owns three numbers per mark. Written by the appending thread, read on any thread.
 */
final class JournalOffsetIndex {
    static final int SPACING = 64 * 1024;

    private long[] seqs = new long[2];
    private long[] offsets = new long[2];
    private long[] weights = new long[2];
    private int count;
    private long length;
    private long weight;

    /**
     * A place in the file.
     *
     * @param offset where a line begins
     * @param bytes from there to the end of the file
     * @param weight approximate characters to send from there on, with mergeable chunks merged
     */
    record Place(long offset, long bytes, long weight) {}

    /**
     * Records an appended line.
     *
     * @param before the seq before the line's first update
     * @param lineWeight of its updates
     */
    synchronized void line(long offset, long end, long before, long lineWeight) {
        if (count == 0 || offset - offsets[count - 1] >= SPACING) {
            if (count == seqs.length) {
                seqs = Arrays.copyOf(seqs, count * 2);
                offsets = Arrays.copyOf(offsets, count * 2);
                weights = Arrays.copyOf(weights, count * 2);
            }
            seqs[count] = before;
            offsets[count] = offset;
            weights[count] = weight;
            count++;
        }
        length = end;
        weight += lineWeight;
    }

    /** The last mark from which all updates after the seq can be read. */
    synchronized Place before(long after) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (seqs[middle] <= after) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return count == 0 ? new Place(0, 0, 0) : new Place(offsets[low], length - offsets[low], weight - weights[low]);
    }
}
