package dev.pilothouse.model;

/**
 * The permanent id of a host, created with its data folder.
 *
 * @param value 1 to 64 characters, no white space and no control characters
 */
public record HostId(String value) {
    public HostId {
        Ids.requireWord("HostId", value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
