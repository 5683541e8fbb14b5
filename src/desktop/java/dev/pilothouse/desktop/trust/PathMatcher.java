package dev.pilothouse.desktop.trust;

import java.util.List;

/**
 * Matches the paths of files against a pattern: {@code *} and {@code ?} within a name, {@code **} for any number of folders. A pattern without a
 * slash matches names in every folder. Its cost is bounded by the lengths, whatever a repository writes. Immutable.
 */
final class PathMatcher {
    private final List<String> parts;

    PathMatcher(String pattern) {
        String trimmed = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        this.parts = pattern.indexOf('/') < 0 ? List.of("**", pattern) : List.of(trimmed.split("/"));
    }

    /** @param path relative, with slashes */
    boolean matches(String path) {
        String[] names = path.split("/");
        // reached[j]: the parts so far match the first j names.
        boolean[] reached = new boolean[names.length + 1];
        reached[0] = true;
        for (String part : parts) {
            boolean[] next = new boolean[names.length + 1];
            for (int j = 0; j <= names.length; j++) {
                if (part.equals("**")) {
                    next[j] = reached[j] || j > 0 && next[j - 1];
                } else {
                    next[j] = j > 0 && reached[j - 1] && isName(part, names[j - 1]);
                }
            }
            reached = next;
        }
        return reached[names.length];
    }

    /** Whether a file below this folder could match. */
    boolean leadsInto(String folder) {
        return !parts.get(0).equals("**")
                && isName(parts.get(0), folder.split("/")[0])
                && parts.size() > folder.split("/").length;
    }

    private static boolean isName(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int from = 0;
        while (n < name.length()) {
            if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))
                    && pattern.charAt(p) != '*') {
                p++;
                n++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                from = n;
            } else if (star >= 0) {
                p = star + 1;
                n = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
