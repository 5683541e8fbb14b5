package dev.pilothouse.desktop.host;

import java.util.List;
import java.util.Optional;

/**
 * One line of a .gitignore, as defined by gitignore(5). Immutable.
 *
 * <p>A match takes at most the product of the lengths of pattern and path, so no pattern of a hostile project is slow.
 *
 * @param wanted whether the line begins with {@code !} and re-includes what an earlier line ignored
 * @param directoryOnly whether it ends with {@code /}
 * @param segments the pattern, split at {@code /}; {@code **} matches any number of folders
 * @param anchored whether the whole path is compared, and not only the name
 */
record IgnoreRule(boolean wanted, boolean directoryOnly, List<String> segments, boolean anchored) {
    private static final String ANY_FOLDERS = "**";

    /** Empty for a blank line, a comment, or a pattern without effect. */
    static Optional<IgnoreRule> of(String line) {
        String pattern = withoutTrailingSpaces(line);
        if (pattern.startsWith("#")) {
            return Optional.empty();
        }
        boolean wanted = pattern.startsWith("!");
        if (wanted) {
            pattern = pattern.substring(1);
        }
        boolean directoryOnly = pattern.endsWith("/");
        if (directoryOnly) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        boolean anchored = pattern.indexOf('/') >= 0;
        if (pattern.startsWith("/")) {
            pattern = pattern.substring(1);
        }
        return pattern.isEmpty()
                ? Optional.empty()
                : Optional.of(new IgnoreRule(wanted, directoryOnly, List.of(pattern.split("/", -1)), anchored));
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0
                && Character.isWhitespace(line.charAt(end - 1))
                && !(end > 1 && line.charAt(end - 1) == ' ' && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /** @param path relative to the folder of the .gitignore, with {@code /} between names */
    boolean matches(String path, String name, boolean directory) {
        if (directoryOnly && !directory) {
            return false;
        }
        if (!anchored) {
            return segment(segments.get(0), name);
        }
        String[] names = path.split("/", -1);
        // Row i: whether the pattern's first i segments match the path's first j names.
        boolean[] before = new boolean[names.length + 1];
        before[0] = true;
        for (int i = 0; i < segments.size(); i++) {
            boolean[] now = new boolean[names.length + 1];
            boolean any = segments.get(i).equals(ANY_FOLDERS);
            boolean last = i == segments.size() - 1;
            // A final {@code **} matches the content of a folder, so at least one name.
            now[0] = any && !last && before[0];
            for (int j = 1; j <= names.length; j++) {
                if (any) {
                    now[j] = now[j - 1] || (last ? before[j - 1] : before[j]);
                } else {
                    now[j] = before[j - 1] && segment(segments.get(i), names[j - 1]);
                }
            }
            before = now;
        }
        return before[names.length];
    }

    /** Compares one name. Backtracks only to the last {@code *}. */
    private static boolean segment(String pattern, String name) {
        int at = 0;
        int next = 0;
        int star = -1;
        int starred = 0;
        while (next < name.length()) {
            int length = at < pattern.length() ? matchOne(pattern, at, name.charAt(next)) : 0;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starred = next;
            } else if (length > 0) {
                at += length;
                next++;
            } else if (star >= 0) {
                at = star + 1;
                next = ++starred;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** How many characters of the pattern match this letter of a name; 0 if they do not match. */
    private static int matchOne(String pattern, int at, char letter) {
        return switch (pattern.charAt(at)) {
            case '?' -> 1;
            case '[' -> set(pattern, at, letter);
            case '\\' -> at + 1 < pattern.length() && pattern.charAt(at + 1) == letter ? 2 : 0;
            default -> pattern.charAt(at) == letter ? 1 : 0;
        };
    }

    private static int set(String pattern, int from, char letter) {
        int at = from + 1;
        boolean not = at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
        if (not) {
            at++;
        }
        boolean in = false;
        for (int first = at; at < pattern.length(); at++) {
            char low = pattern.charAt(at);
            if (low == ']' && at > first) {
                return in != not ? at - from + 1 : 0;
            }
            if (low == '\\' && at + 1 < pattern.length()) {
                low = pattern.charAt(++at);
            }
            char high = low;
            if (at + 2 < pattern.length() && pattern.charAt(at + 1) == '-' && pattern.charAt(at + 2) != ']') {
                high = pattern.charAt(at + 2);
                at += 2;
            }
            in |= letter >= low && letter <= high;
        }
        // A set without an end matches nothing.
        return 0;
    }
}
