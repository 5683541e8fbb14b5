package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The lines of a file that a review comment is about, as they were when it was written. Immutable.
 *
 * @param path relative to the repository, with {@code /} between names; empty for the whole change
 * @param old whether the lines are those before the change; otherwise they are in the present file
 * @param line number of the first line, from 1
 * @param lastLine number of the last line, not before the first
 * @param lines the texts of the first lines, as the diff shows them; see {@link #quote}
 * @param content the id of the file's content that was commented on, as {@link ChangedFile#content}; may be empty
 */
public record CommentAnchor(String path, boolean old, int line, int lastLine, List<String> lines, String content) {
    /** The whole change, for a comment that is about no lines. */
    public static final CommentAnchor GENERAL = new CommentAnchor("", false, 0, 0, List.of(), "");

    /** The longest path. */
    public static final int MAX_PATH = 1_000;
    /** The most quoted lines. */
    public static final int MAX_LINES = 40;
    /** The most characters of all quoted lines. */
    public static final int MAX_QUOTE = 4_096;
    /** The longest id of a content. */
    public static final int MAX_CONTENT = 128;

    public CommentAnchor {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
        lines = List.copyOf(lines);
    }

    /** Shortens lines to those that an anchor quotes. */
    public static List<String> quote(List<String> lines) {
        List<String> quoted = new ArrayList<>();
        int room = MAX_QUOTE;
        for (String line : lines) {
            if (quoted.size() == MAX_LINES || room == 0) {
                break;
            }
            String head = TextCutter.head(line, room);
            quoted.add(head);
            room = head.length() < line.length() ? 0 : room - head.length();
        }
        return quoted;
    }

    /** Whether it is about the whole change. */
    public boolean isGeneral() {
        return path.isEmpty();
    }

    /** Whether all values are those of lines and within the limits. */
    public boolean isBounded() {
        return !path.isEmpty()
                && path.length() <= MAX_PATH
                && content.length() <= MAX_CONTENT
                && line >= 1
                && lastLine >= line
                && lines.equals(quote(lines));
    }
}
