package dev.pilothouse.model;

/**
 * The id that a client makes for one intent (128 random bits as text). It makes the intent safe to send again.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record RequestId(String value) {
    public RequestId {
        Ids.requireWord("RequestId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
