package dev.pilothouse.desktop.acp;

import dev.pilothouse.model.ToolContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a patch: a unified diff, as git and the {@code diff} program write it, or the form of the
 * {@code apply_patch} tool ({@code *** Begin Patch}). Each hunk becomes one diff of its file. Pure; any thread.
 */
final class PatchReader {
    /** Further hunks are left out. */
    static final int MAX_DIFFS = 40;

    private static final String NOWHERE = "/dev/null";

    private final List<ToolContent.Diff> diffs = new ArrayList<>();
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder after = new StringBuilder();
    private String path;
    private @Nullable String oldPath;
    private boolean added;
    private boolean inHunk;
    /** Lines that the hunk's header announces and that are still to come; -1 if it announces none. */
    private int oldLeft = -1;

    private int newLeft = -1;

    private PatchReader(String path) {
        this.path = path;
    }

    /**
     * @param path the file of a patch that names none
     * @return empty if the text is no patch
     */
    static List<ToolContent.Diff> read(String text, String path) {
        PatchReader reader = new PatchReader(path);
        int from = 0;
        while (from < text.length() && reader.diffs.size() < MAX_DIFFS) {
            int feed = text.indexOf('\n', from);
            int end = feed < 0 ? text.length() : feed;
            String line = text.substring(from, end > from && text.charAt(end - 1) == '\r' ? end - 1 : end);
            reader.line(line);
            from = end + 1;
        }
        reader.endHunk();
        return List.copyOf(reader.diffs);
    }

    private void line(String line) {
        if (inHunk && (oldLeft > 0 || newLeft > 0)) {
            // Inside a counted hunk, "--- x" is the removed line "-- x".
            hunkLine(line);
        } else if (line.startsWith("*** ")) {
            endHunk();
            marker(line);
        } else if (line.startsWith("diff --git ") || line.startsWith("Index: ")) {
            endHunk();
            oldPath = null;
        } else if (line.startsWith("--- ")) {
            endHunk();
            oldPath = name(line.substring(4));
        } else if (line.startsWith("+++ ") && oldPath != null) {
            endHunk();
            String newPath = name(line.substring(4));
            added = oldPath.equals(NOWHERE);
            path = file(newPath.equals(NOWHERE) ? oldPath : newPath);
        } else if (line.startsWith("@@")) {
            endHunk();
            beginHunk(line);
        } else if (inHunk && oldLeft < 0) {
            hunkLine(line);
        }
    }

    /** A line such as {@code *** Update File: src/A.java}. */
    private void marker(String line) {
        int colon = line.indexOf(": ");
        String word = colon < 0 ? line : line.substring(0, colon);
        String name = colon < 0 ? "" : line.substring(colon + 2).strip();
        switch (word) {
            case "*** Update File", "*** Delete File" -> {
                path = name;
                added = false;
                // The first "@@" may be missing.
                inHunk = true;
            }
            case "*** Add File" -> {
                path = name;
                added = true;
                inHunk = true;
            }
            case "*** Move to" -> path = name;
            default -> {
                // Begin, end and the end of a file carry no content.
            }
        }
    }

    /** A line such as {@code @@ -3,7 +3,8 @@}, or {@code @@} alone. */
    private void beginHunk(String line) {
        inHunk = true;
        oldLeft = count(line, '-');
        newLeft = count(line, '+');
        if (oldLeft < 0 || newLeft < 0) {
            oldLeft = -1;
            newLeft = -1;
        }
    }

    /** Returns the number of lines of one side of a header; -1 if there is none. */
    private static int count(String line, char sign) {
        int at = line.indexOf(" " + sign);
        if (at < 0) {
            return -1;
        }
        int end = line.indexOf(' ', at + 2);
        String range = end < 0 ? line.substring(at + 2) : line.substring(at + 2, end);
        int comma = range.indexOf(',');
        try {
            Integer.parseInt(comma < 0 ? range : range.substring(0, comma));
            return comma < 0 ? 1 : Math.max(0, Integer.parseInt(range.substring(comma + 1)));
        } catch (NumberFormatException noRange) {
            return -1;
        }
    }

    private void hunkLine(String line) {
        char sign = line.isEmpty() ? ' ' : line.charAt(0);
        String text = line.isEmpty() ? "" : line.substring(1);
        switch (sign) {
            case '+' -> {
                after.append(text).append('\n');
                newLeft = less(newLeft);
            }
            case '-' -> {
                before.append(text).append('\n');
                oldLeft = less(oldLeft);
            }
            case '\\' -> {
                // "\ No newline at end of file"
            }
            default -> {
                before.append(sign == ' ' ? text : line).append('\n');
                after.append(sign == ' ' ? text : line).append('\n');
                oldLeft = less(oldLeft);
                newLeft = less(newLeft);
            }
        }
    }

    /** A count that is unknown (-1) or used up (0) stays. */
    private static int less(int left) {
        return left > 0 ? left - 1 : left;
    }

    private void endHunk() {
        if (before.compareTo(after) != 0) {
            diffs.add(new ToolContent.Diff(
                    path, added && before.length() == 0 ? null : before.toString(), after.toString()));
        }
        before.setLength(0);
        after.setLength(0);
        inHunk = false;
        oldLeft = -1;
        newLeft = -1;
    }

    /** Returns the name in a header, without the time that may follow a tab. */
    private static String name(String rest) {
        int tab = rest.indexOf('\t');
        String name = (tab < 0 ? rest : rest.substring(0, tab)).strip();
        boolean nowhere = name.equals("a/dev/null") || name.equals("b/dev/null");
        return nowhere ? NOWHERE : name;
    }

    /** Removes git's prefix. A name that the call gives itself is preferred, because git drops the leading slash. */
    private String file(String name) {
        String plain = name.startsWith("a/") || name.startsWith("b/") ? name.substring(2) : name;
        return !path.isEmpty() && (path.equals(plain) || path.endsWith("/" + plain)) ? path : plain;
    }
}
