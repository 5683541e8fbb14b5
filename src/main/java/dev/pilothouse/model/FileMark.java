package dev.pilothouse.model;

import java.util.Objects;

/**
 * A changed file as a person has seen it. Immutable.
 *
 * @param path relative to the repository
 * @param oldPath the path before a rename; empty otherwise
 * @param content see {@link ChangedFile#content}; empty for a deleted file
 */
public record FileMark(String path, String oldPath, String content) {
    public FileMark {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(oldPath, "oldPath");
        Objects.requireNonNull(content, "content");
    }

    public static FileMark of(ChangedFile file) {
        return new FileMark(file.path(), file.oldPath(), file.content());
    }

    public static FileMark of(CommitFile file) {
        return new FileMark(file.path(), file.oldPath(), file.content());
    }
}
