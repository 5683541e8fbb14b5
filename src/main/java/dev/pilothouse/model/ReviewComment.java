package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A comment on lines of a session's changes. Immutable.
 *
 * @param text Markdown
 * @param prompt the request that sent it to the agent; null while it was never sent
 * @param turn the turn that began with it; null before that
 * @param resolved whether a person has marked it as resolved
 */
public record ReviewComment(
        CommentId id,
        CommentAnchor anchor,
        String text,
        CommentAuthor author,
        @Nullable RequestId prompt,
        @Nullable TurnId turn,
        boolean resolved) {
    /** The longest text. */
    public static final int MAX_TEXT = 4_096;

    public ReviewComment {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(author, "author");
    }

    /** A draft. */
    public ReviewComment(CommentId id, CommentAnchor anchor, String text, CommentAuthor author) {
        this(id, anchor, text, author, null, null, false);
    }

    /** A draft of a device. */
    public ReviewComment(CommentId id, CommentAnchor anchor, String text, DeviceId device, String deviceName) {
        this(id, anchor, text, new CommentAuthor(device, deviceName, null));
    }

    /** The same comment with another text. */
    public ReviewComment withText(String newText) {
        return new ReviewComment(id, anchor, newText, author, prompt, turn, resolved);
    }

    /** The same comment, resolved or reopened. */
    public ReviewComment withResolved(boolean now) {
        return new ReviewComment(id, anchor, text, author, prompt, turn, now);
    }

    /** The same comment as part of a prompt. */
    public ReviewComment sent(RequestId by, @Nullable TurnId in) {
        return new ReviewComment(id, anchor, text, author, by, in, resolved);
    }
}
