package dev.pilothouse.desktop.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.ReviewComment;
import java.util.Comparator;
import java.util.List;

/** The text of the prompt that sends review comments: Markdown that any agent can read. Stateless. */
public final class ReviewPrompt {
    private static final int SHORTEST_FENCE = 3;

    private ReviewPrompt() {}

    /**
     * Writes the prompt: the introduction, then for each comment its file and lines, the quoted lines, and its text. The
     * comments are in the order of their files and lines.
     */
    public static String of(String introduction, List<ReviewComment> comments) {
        StringBuilder text = new StringBuilder(introduction.strip());
        comments.stream()
                .sorted(Comparator.comparing(
                                (ReviewComment comment) -> comment.anchor().path())
                        .thenComparing(comment -> comment.anchor().line()))
                .forEach(comment -> append(text, comment));
        return text.toString().strip();
    }

    private static void append(StringBuilder text, ReviewComment comment) {
        CommentAnchor anchor = comment.anchor();
        text.append(text.isEmpty() ? "" : "\n\n").append("### ").append(place(anchor));
        if (comment.author().isAgent()) {
            text.append(" (found by ").append(comment.author().name()).append(')');
        }
        if (!anchor.lines().isEmpty()) {
            String fence = "`".repeat(Math.max(SHORTEST_FENCE, longestRun(anchor.lines()) + 1));
            text.append("\n\n").append(fence).append('\n');
            anchor.lines().forEach(line -> text.append(line).append('\n'));
            text.append(fence);
        }
        text.append("\n\n").append(comment.text().strip());
    }

    private static String place(CommentAnchor anchor) {
        if (anchor.isGeneral()) {
            return "The whole change";
        }
        String lines = anchor.line() == anchor.lastLine()
                ? String.valueOf(anchor.line())
                : anchor.line() + "-" + anchor.lastLine();
        return anchor.path() + ":" + lines + (anchor.old() ? " (before the change)" : "");
    }

    private static int longestRun(List<String> lines) {
        int longest = 0;
        for (String line : lines) {
            int run = 0;
            for (int i = 0; i < line.length(); i++) {
                run = line.charAt(i) == '`' ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        return longest;
    }
}
