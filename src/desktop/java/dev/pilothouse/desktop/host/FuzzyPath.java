package dev.pilothouse.desktop.host;

import java.util.Locale;

/**
 * Scores how well a path matches a few letters. The name counts more than the folders, adjacent letters more than
 * scattered ones, starts of words more than their middles, and short paths more than long ones. Pure.
 */
final class FuzzyPath {
    static final int NO_MATCH = -1;

    private static final int EXACT_NAME = 10_000;
    private static final int NAME_START = 8_000;
    private static final int NAME_WORD = 6_500;
    private static final int NAME_PART = 6_000;
    private static final int PATH_PART = 4_000;
    private static final int NAME_STREWN = 2_500;
    private static final int PATH_STREWN = 1_000;
    private static final int WORD_START = 40;
    private static final int MAX_LENGTH_COST = 400;

    private final String query;

    FuzzyPath(String query) {
        this.query = query.toLowerCase(Locale.ROOT);
    }

    /** @return {@link #NO_MATCH}, or a score that is higher for a better match */
    int score(String path) {
        int cost = Math.min(MAX_LENGTH_COST, path.length());
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.length() != path.length()) {
            // The lower-case form of a letter has another length, so indexes do not correspond. Word starts are ignored
            // then.
            return lower.contains(query) ? PATH_PART - cost : NO_MATCH;
        }
        int nameStart = path.lastIndexOf('/') + 1;
        String name = lower.substring(nameStart);
        if (name.equals(query)) {
            return EXACT_NAME - cost;
        }
        int at = name.indexOf(query);
        if (at == 0) {
            return NAME_START - cost;
        }
        if (at > 0) {
            return (isWordStart(path, nameStart + at) ? NAME_WORD : NAME_PART) - cost;
        }
        at = lower.indexOf(query);
        if (at >= 0) {
            return PATH_PART + (isWordStart(path, at) ? WORD_START : 0) - cost;
        }
        int starts = scattered(path, lower, nameStart);
        if (starts >= 0) {
            return NAME_STREWN + Math.min(20, starts) * WORD_START - cost;
        }
        starts = scattered(path, lower, 0);
        return starts >= 0 ? PATH_STREWN + Math.min(20, starts) * WORD_START - cost : NO_MATCH;
    }

    /** @return how many of the letters begin a word, or -1 if they do not all occur in order */
    private int scattered(String path, String lower, int from) {
        int at = from;
        int starts = 0;
        for (int i = 0; i < query.length(); i++) {
            at = next(path, lower, query.charAt(i), at);
            if (at < 0) {
                return NO_MATCH;
            }
            starts += isWordStart(path, at) ? 1 : 0;
            at++;
        }
        return starts;
    }

    private static int next(String path, String lower, char letter, int from) {
        int first = lower.indexOf(letter, from);
        // Prefers a word that begins with the letter to one that contains it, within a short distance.
        for (int at = first; at >= 0 && at < from + 24; at = lower.indexOf(letter, at + 1)) {
            if (isWordStart(path, at)) {
                return at;
            }
        }
        return first;
    }

    private static boolean isWordStart(String path, int at) {
        if (at == 0) {
            return true;
        }
        char before = path.charAt(at - 1);
        char here = path.charAt(at);
        return !Character.isLetterOrDigit(before) || Character.isUpperCase(here) && Character.isLowerCase(before);
    }
}
