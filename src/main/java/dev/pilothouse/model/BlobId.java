package dev.pilothouse.model;

/**
 * The id of content that is too large for an update and is fetched separately. Unique within its session.
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
