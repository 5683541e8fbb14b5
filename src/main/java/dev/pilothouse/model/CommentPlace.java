package dev.pilothouse.model;

import java.util.Objects;

/**
 * Where the lines of a review comment are in the present files. Immutable.
 *
 * @param path the present path; another one than the comment's if the file was renamed
 * @param line number of the first line; where the lines were, if they have changed
 * @param lastLine number of the last line
 */
public record CommentPlace(CommentId commentId, State state, String path, int line, int lastLine) {
    public CommentPlace {
        Objects.requireNonNull(commentId, "commentId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(path, "path");
    }

    /** The fate of the lines. */
    public enum State {
        /** They are there, perhaps at another place or with other white space. */
        UNCHANGED,
        /** They are not there any more as they were. */
        CHANGED,
        /** The file is not there any more. */
        GONE
    }
}
