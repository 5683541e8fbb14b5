package dev.pilothouse.desktop.bench.rig;

import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word with the number of its update in the turn and the time of its writing: {@code n12t3b9aca00}, the time in
 * microseconds of {@link System#ticker}, which all processes of a Linux machine share. Markdown does not change it.
 * Stateless.
 */
public final class Stamped {
    private static final Pattern WORD = Pattern.compile("\\bn(\\d+)t([0-9a-f]+)\\b");

    private Stamped() {}

    /** @param number from 1 in each turn */
    static String word(int number, long ticker) {
        return "n" + number + "t" + Long.toString(ticker / 1_000, 16);
    }

    /**
     * Passes on the times of the words that were written after {@code since}, from the end of a text back to the first
     * older one.
     */
    static void newer(String text, long since, LongConsumer receiver) {
        for (int n = text.lastIndexOf('n'); n >= 0; n = text.lastIndexOf('n', n - 1)) {
            int t = n + 1;
            while (t < text.length() && Character.isDigit(text.charAt(t))) {
                t++;
            }
            if (t == n + 1 || t >= text.length() || text.charAt(t) != 't') {
                continue;
            }
            int end = t + 1;
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
                end++;
            }
            long micros = Long.parseLong(text, t + 1, end, 16);
            if (micros <= since) {
                return;
            }
            receiver.accept(micros);
        }
    }

    /**
     * The number of words that a text should have and does not. All words from the first gap on count as missing.
     *
     * @param updates the number of the last word
     * @param whole whether the text begins with the first word; otherwise it is the end of a longer one
     */
    static int missing(String text, int updates, boolean whole) {
        int last = -1;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1));
            if (last < 0 ? whole && number != 1 : number != last + 1) {
                break;
            }
            last = number;
        }
        return updates - Math.max(0, last);
    }
}
