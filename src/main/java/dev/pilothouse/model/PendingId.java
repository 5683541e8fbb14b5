package dev.pilothouse.model;

/**
 * The id of a question to the person within its session. Made by the host, never reused.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record PendingId(String value) {
    public PendingId {
        Ids.requireWord("PendingId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
