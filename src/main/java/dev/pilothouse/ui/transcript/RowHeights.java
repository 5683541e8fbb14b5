package dev.pilothouse.ui.transcript;

import java.util.Arrays;

/**
 * The heights of a list's rows, as far as they were measured; the others are guessed to be like them. A change at the end
 * and the sum of all before a row cost the same in a long list as in a short one, but for one addition for each
 * {@value #BLOCK} rows.
 *
 * <p>Confined to the FX thread; owned by its list.
 */
final class RowHeights {
    private static final int BLOCK = 256;
    private static final double FIRST_GUESS = 40;

    private double[] heights = new double[BLOCK];
    private double[] sums = new double[1];
    private int[] measured = new int[1];
    private int size;
    /** Blocks from here on have to be summed again. */
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

    /** Forgets all heights: the width has changed. */
    void forgetAll() {
        Arrays.fill(heights, 0, size, Double.NaN);
        firstStale = 0;
    }

    void forget(int at) {
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

    /** Not a number if it was not measured. */
    double get(int at) {
        return heights[at];
    }

    double getOrGuess(int at) {
        return Double.isNaN(heights[at]) ? guess() : heights[at];
    }

    /** The height of everything before a row. */
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

    /** The row in which {@code y} lies, counted from the upper edge of the first one; the last one for what is beyond. */
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
