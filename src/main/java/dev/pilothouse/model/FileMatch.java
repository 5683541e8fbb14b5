package dev.pilothouse.model;

import java.util.Objects;

/** @param path relative to the session's directory, with {@code /} between names and none at the end */
public record FileMatch(String path, boolean directory) {
    public FileMatch {
        Objects.requireNonNull(path, "path");
    }
}
