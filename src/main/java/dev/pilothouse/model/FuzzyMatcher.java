package dev.pilothouse.model;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Scores how well a query matches a text. Every word of the query must occur in the text, letter by letter and in
 * order. Letters at the start of words and adjacent letters score higher. Of all ways to place the letters, the best
 * counts. Stateless; any thread may call it.
 */
public final class FuzzyMatcher {
    private static final int LETTER = 1;
    private static final int NEXT_TO_THE_LAST = 6;
    private static final int BEGINS_A_WORD = 8;
    private static final int BEGINS_THE_TEXT = 12;
    private static final int WHOLE_WORD = 10;
    private static final int LARGEST_GAP = 6;
    /** Bonus of a path whose last name alone matches. */
    private static final int IN_THE_NAME = 24;

    /** Lower than any score. */
    private static final int NONE = -1_000_000;

    private static final int LENGTHS = 400;

    private FuzzyMatcher() {}

    /** Higher is better; empty without a match. An empty query matches everything equally. */
    public static OptionalInt score(String query, String text) {
        if (query.isBlank()) {
            return OptionalInt.of(0);
        }
        int total = 0;
        for (String word : query.strip().split("\\s+")) {
            int best = best(word, text);
            if (best < 0) {
                return OptionalInt.empty();
            }
            total += best;
        }
        return OptionalInt.of(total);
    }

    /** As {@link #score}, but the last name of the path counts more than its folders, and a short path more. */
    public static OptionalInt scorePath(String query, String path) {
        OptionalInt name = score(query, path.substring(path.lastIndexOf('/') + 1));
        OptionalInt best = name.isPresent() ? name : score(query, path);
        return best.isEmpty()
                ? best
                : OptionalInt.of((best.getAsInt() + (name.isPresent() ? IN_THE_NAME : 0)) * LENGTHS
                        - Math.min(LENGTHS - 1, path.length()));
    }

    /** Whether each word of the query is the beginning of a word of the text. */
    public static boolean beginsWords(String query, String text) {
        return Arrays.stream(query.strip().split("\\s+")).allMatch(word -> beginsWord(word, text));
    }

    private static boolean beginsWord(String word, String text) {
        for (int at = 0; at + word.length() <= text.length(); at++) {
            if (begins(text, at) && text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** The best score over all places of the word's letters, or -1. */
    private static int best(String word, String text) {
        if (!occurs(word, text)) {
            return -1;
        }
        // By position in the text, the best score of the letters so far if the last one is placed there.
        int[] last = new int[0];
        for (int letter = 0; letter < word.length(); letter++) {
            int[] now = new int[text.length()];
            Arrays.fill(now, NONE);
            int far = NONE;
            int near = NONE;
            for (int at = letter; at < text.length(); at++) {
                if (letter > 0 && at > 1) {
                    far = Math.max(far, last[at - 2]);
                    near = Math.max(near - 1, last[at - 2] - 2);
                }
                if (!same(word.charAt(letter), text.charAt(at))) {
                    continue;
                }
                if (letter == 0) {
                    now[at] = LETTER + (begins(text, at) ? BEGINS_A_WORD : 0) + (at == 0 ? BEGINS_THE_TEXT : 0);
                } else {
                    int apart = begins(text, at) ? far + BEGINS_A_WORD : Math.max(near, far - LARGEST_GAP);
                    now[at] = LETTER + Math.max(last[at - 1] + NEXT_TO_THE_LAST, apart);
                }
            }
            last = now;
        }
        int best = 0;
        for (int at = 0; at < text.length(); at++) {
            boolean whole = (at + 1 == text.length() || begins(text, at + 1))
                    && text.regionMatches(true, at - word.length() + 1, word, 0, word.length());
            best = Math.max(best, last[at] + (whole ? WHOLE_WORD : 0));
        }
        return best;
    }

    private static boolean occurs(String word, String text) {
        int letter = 0;
        for (int at = 0; at < text.length() && letter < word.length(); at++) {
            letter += same(word.charAt(letter), text.charAt(at)) ? 1 : 0;
        }
        return letter == word.length();
    }

    private static boolean same(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }

    /** Whether a word begins there: after or at a character that is no letter, and at a capital after a small letter. */
    private static boolean begins(String text, int index) {
        if (index == 0) {
            return true;
        }
        char before = text.charAt(index - 1);
        char here = text.charAt(index);
        return !Character.isLetterOrDigit(before)
                || !Character.isLetterOrDigit(here)
                || Character.isUpperCase(here) && Character.isLowerCase(before);
    }
}
