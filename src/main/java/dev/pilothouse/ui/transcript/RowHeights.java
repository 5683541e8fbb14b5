package dev.pilothouse.ui.transcript;

import java.util.Arrays;

/**
 * The measured heights of a list's rows. A row that is not measured is assumed to have the average height. A change at
 * the end, and the sum of the heights before a row, take the same time in a long list as in a short one, except for one
 * addition per {@value #BLOCK} rows.
 *
 * <p>Owned by its list; confined to the FX thread.
 */
final class RowHeights {
    private static final int BLOCK = 256;
    private static final double FIRST_GUESS = 40;

    private double[] heights = new double[BLOCK];
    private double[] sums = new double[1];
    private int[] measured = new int[1];
    private int size;
    /** The first block whose sum is out of date. */
    private int firstStale;

    int size() {
        return size;
    }

    void insert(int at, int count) {
        int grown = size + count;
        if (grown > heights.length) {
            heights = Arrays.copyOf(heights, Math.max(grown, heights.length * 2));
        }
        System.arraycopy(heights, at, heights, at + count, size - at);
        Arrays.fill(heights, at, at + count, Double.NaN);
        size = grown;
        firstStale = Math.min(firstStale, at / BLOCK);
    }

    void remove(int at, int count) {
        System.arraycopy(heights, at + count, heights, at, size - at - count);
        size -= count;
        firstStale = Math.min(firstStale, at / BLOCK);
    }

    /** Discards all heights, because the width has changed. */
    void clear() {
        Arrays.fill(heights, 0, size, Double.NaN);
        firstStale = 0;
    }

    void remove(int at) {
        set(at, Double.NaN);
    }

    void set(int at, double height) {
        int block = at / BLOCK;
        if (block < firstStale) {
            double before = heights[at];
            if (!Double.isNaN(before)) {
                sums[block] -= before;
                measured[block]--;
            }
            if (!Double.isNaN(height)) {
                sums[block] += height;
                measured[block]++;
            }
        }
        heights[at] = height;
    }

    /** Returns the measured height, or NaN. */
    double get(int at) {
        return heights[at];
    }

    double getOrGuess(int at) {
        return Double.isNaN(heights[at]) ? guess() : heights[at];
    }

    /** Returns the height of all rows before this one. */
    double before(int at) {
        double guess = guess();
        double sum = 0;
        int block = at / BLOCK;
        for (int i = 0; i < block; i++) {
            sum += sums[i] + (BLOCK - measured[i]) * guess;
        }
        for (int i = block * BLOCK; i < at; i++) {
            sum += Double.isNaN(heights[i]) ? guess : heights[i];
        }
        return sum;
    }

    double total() {
        return before(size);
    }

    /** Returns the row at {@code y}, measured from the top of the first row. Beyond the end, returns the last row. */
    int at(double y) {
        double guess = guess();
        double top = 0;
        int row = 0;
        for (int block = 0; row + BLOCK < size; block++, row += BLOCK) {
            double height = sums[block] + (BLOCK - measured[block]) * guess;
            if (top + height > y) {
                break;
            }
            top += height;
        }
        for (; row < size - 1; row++) {
            top += Double.isNaN(heights[row]) ? guess : heights[row];
            if (top > y) {
                return row;
            }
        }
        return Math.max(0, size - 1);
    }

    private double guess() {
        sum();
        double sum = 0;
        int count = 0;
        for (int block = 0; block < blocks(); block++) {
            sum += sums[block];
            count += measured[block];
        }
        return count == 0 ? FIRST_GUESS : sum / count;
    }

    private int blocks() {
        return (size + BLOCK - 1) / BLOCK;
    }

    private void sum() {
        int blocks = blocks();
        if (blocks > sums.length) {
            sums = Arrays.copyOf(sums, Math.max(blocks, sums.length * 2));
            measured = Arrays.copyOf(measured, sums.length);
        }
        for (int block = firstStale; block < blocks; block++) {
            sums[block] = 0;
            measured[block] = 0;
            for (int i = block * BLOCK; i < Math.min(size, (block + 1) * BLOCK); i++) {
                if (!Double.isNaN(heights[i])) {
                    sums[block] += heights[i];
                    measured[block]++;
                }
            }
        }
        firstStale = blocks;
    }
}
