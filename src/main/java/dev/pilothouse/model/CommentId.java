package dev.pilothouse.model;

/**
 * The id of a review comment. Made by the client that writes the comment, so that it can name it before the host
 * answers.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record CommentId(String value) {
    public CommentId {
        Ids.requireWord("CommentId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
