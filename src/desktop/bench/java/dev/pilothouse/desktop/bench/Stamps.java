package dev.pilothouse.desktop.bench;

import java.util.Arrays;

/**
 * Reads the growing text of one turn and records the age of each stamp on arrival. A stamp is {@code t<µs>_<number> },
 * by the clock that all processes of a machine share. Confined to the thread that reads the text.
 */
final class Stamps {
    private final long[] ages;
    private String carry = "";
    private int count;
    private String wrong = "";

    /** @param expected the number of stamps */
    Stamps(int expected) {
        ages = new long[expected];
    }

    /** @param ticker when this piece of the text arrived */
    void take(String piece, long ticker) {
        String text = carry + piece;
        int from = 0;
        for (int end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', from)) {
            stamp(text.substring(from, end), ticker);
            from = end + 1;
        }
        carry = text.substring(from);
    }

    private void stamp(String word, long ticker) {
        int middle = word.indexOf('_');
        // Other words of an agent are ignored; a gap shows in the numbers.
        if (!word.startsWith("t") || middle < 2) {
            return;
        }
        if (count >= ages.length || Integer.parseInt(word, middle + 1, word.length(), 10) != count) {
            wrong = wrong.isEmpty() ? "'" + word + "' came as number " + count : wrong;
            return;
        }
        ages[count++] = ticker - Long.parseLong(word, 1, middle, 10) * 1_000;
    }

    boolean isWhole() {
        return count == ages.length && wrong.isEmpty();
    }

    /** Throws unless every stamp came once and in order. */
    void requireWhole() {
        if (!isWhole()) {
            throw new IllegalStateException(count + " of " + ages.length + " chunks came; " + wrong);
        }
    }

    /** The ages of several clients together, in milliseconds, ascending. */
    static double[] sorted(Iterable<Stamps> all) {
        double[] sorted = new double[0];
        for (Stamps stamps : all) {
            int before = sorted.length;
            sorted = Arrays.copyOf(sorted, before + stamps.count);
            for (int i = 0; i < stamps.count; i++) {
                sorted[before + i] = stamps.ages[i] / 1e6;
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** The quantile for this share. */
    static double at(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
