package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.ui.text.Texts;

/** Texts about comments. Stateless. */
final class ReviewText {
    private ReviewText() {}

    /** The lines of a comment, without the file. */
    static String lines(ReviewEntry entry) {
        return entry.anchor().isGeneral()
                ? Texts.text("review.general")
                : lines(entry.line(), entry.lastLine(), entry.anchor().old());
    }

    static String lines(CommentAnchor anchor) {
        return lines(anchor.line(), anchor.lastLine(), anchor.old());
    }

    private static String lines(int first, int last, boolean old) {
        String lines = first == last ? Texts.text("review.line", first) : Texts.text("review.lines", first, last);
        return old ? Texts.text("review.before", lines) : lines;
    }

    /** The file and the lines of a comment. */
    static String place(ReviewEntry entry) {
        return entry.anchor().isGeneral()
                ? Texts.text("review.general")
                : Texts.text("review.place", entry.path(), lines(entry));
    }

    /** The author, and whether the host has the comment. */
    static String note(ReviewEntry entry) {
        CommentAuthor author = entry.comment().author();
        FindingSeverity severity = author.severity();
        return entry.unconfirmed() && entry.refused() == null
                ? Texts.text("review.unconfirmed")
                : severity == null
                        ? author.name()
                        : Texts.text("review.finding", author.name(), Texts.text("review.severity." + severity));
    }
}
