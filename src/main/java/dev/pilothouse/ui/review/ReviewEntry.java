package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it is shown. Immutable.
 *
 * @param place where its lines are now; null before the host has said it
 * @param unconfirmed whether the host has not received its last change
 * @param refused the request that would have added or changed it, if the host refused that; null otherwise
 * @param refusal the reason; empty if it was not refused
 */
public record ReviewEntry(
        ReviewComment comment,
        State state,
        @Nullable CommentPlace place,
        boolean unconfirmed,
        @Nullable RequestId refused,
        String refusal) {

    /** The states that a person sees. */
    public enum State {
        DRAFT,
        WAITING,
        OPEN,
        CHANGED,
        RESOLVED
    }

    /** The present path of its file. */
    public String path() {
        return place == null ? comment.anchor().path() : place.path();
    }

    /** The number of its first line now; the original one of lines before the change. */
    public int line() {
        return place == null ? comment.anchor().line() : place.line();
    }

    /** The number of its last line now. */
    public int lastLine() {
        return place == null ? comment.anchor().lastLine() : place.lastLine();
    }

    /** Whether its lines have changed since it was written, or their file is gone. */
    public boolean isOutdated() {
        return place != null && place.state() != CommentPlace.State.UNCHANGED;
    }

    public boolean isEditable() {
        return state == State.DRAFT && refused == null;
    }

    CommentAnchor anchor() {
        return comment.anchor();
    }
}
