package dev.pilothouse.model;

import java.util.Objects;

/**
 * A file that changes when a snapshot is brought back.
 *
 * @param path relative to the repository, with {@code /} between names
 */
public record RestoredFile(String path, Kind kind) {
    public RestoredFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
    }

    /** How the file changes. */
    public enum Kind {
        /** It is missing now, and comes back. */
        ADDED,
        MODIFIED,
        /** It is there now, and is deleted. */
        DELETED
    }
}
