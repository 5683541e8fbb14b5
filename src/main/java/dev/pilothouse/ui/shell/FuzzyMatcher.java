package dev.pilothouse.ui.shell;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Scores how well a query matches a text. Every word of the query must occur in the text, letter by letter and in
 * order. Letters at the start of words and adjacent letters score higher. Stateless; any thread may call it.
 */
final class FuzzyMatcher {
    private static final int LETTER = 1;
    private static final int NEXT_TO_THE_LAST = 6;
    private static final int BEGINS_A_WORD = 8;
    private static final int BEGINS_THE_TEXT = 4;
    private static final int WHOLE_WORD = 10;
    private static final int GAP = -1;
    private static final int LARGEST_GAP = 6;

    private FuzzyMatcher() {}

    /** Higher is better; empty without a match. An empty query matches everything equally. */
    static OptionalInt score(String query, String text) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return OptionalInt.of(0);
        }
        String in = text.toLowerCase(Locale.ROOT);
        int total = 0;
        for (String word : wanted.split("\\s+")) {
            int best = best(word, in);
            if (best < 0) {
                return OptionalInt.empty();
            }
            total += best;
        }
        return OptionalInt.of(total);
    }

    /** The best score over all start positions of the word, or -1. */
    private static int best(String word, String text) {
        int best = -1;
        for (int from = text.indexOf(word.charAt(0)); from >= 0; from = text.indexOf(word.charAt(0), from + 1)) {
            best = Math.max(best, from(word, text, from));
        }
        return best;
    }

    private static int from(String word, String text, int begin) {
        int score = isWordStart(text, begin) ? BEGINS_A_WORD : 0;
        score += begin == 0 ? BEGINS_THE_TEXT : 0;
        int at = begin;
        for (int letter = 1; letter < word.length(); letter++) {
            int next = text.indexOf(word.charAt(letter), at + 1);
            if (next < 0) {
                return -1;
            }
            if (next == at + 1) {
                score += NEXT_TO_THE_LAST;
            } else {
                score += isWordStart(text, next) ? BEGINS_A_WORD : GAP * Math.min(LARGEST_GAP, next - at);
            }
            at = next;
        }
        boolean whole = at - begin == word.length() - 1 && (at + 1 == text.length() || isWordStart(text, at + 1));
        return Math.max(0, score + word.length() * LETTER + (whole ? WHOLE_WORD : 0));
    }

    private static boolean isWordStart(String text, int index) {
        return index == 0
                || (!Character.isLetterOrDigit(text.charAt(index - 1)))
                || !Character.isLetterOrDigit(text.charAt(index));
    }
}
