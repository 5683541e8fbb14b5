package dev.pilothouse.model;

/**
 * The permanent id of a session. Made by the host, never reused.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record SessionId(String value) {
    public SessionId {
        Ids.requireWord("SessionId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
