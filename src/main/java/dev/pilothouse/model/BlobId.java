package dev.pilothouse.model;

/**
 * Names content that is too large for an update and is fetched apart. Scoped to its session.
 *
 * @param value 1 to 128 characters, no white space and no control characters
 */
public record BlobId(String value) {
    public BlobId {
        Ids.requireWord("BlobId", value, 128);
    }

    @Override
    public String toString() {
        return value;
    }
}
