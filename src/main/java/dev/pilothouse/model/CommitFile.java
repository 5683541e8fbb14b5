package dev.pilothouse.model;

import java.util.Objects;

/**
 * A file that differs from the last commit, staged or not. Immutable.
 *
 * @param path relative to the repository, with {@code /} between names
 * @param oldPath the path before a staged rename; empty otherwise
 * @param state the kind of change from the last commit to the working tree
 * @param staging how much of it a commit of the staged files would have
 * @param content see {@link ChangedFile#content}
 */
public record CommitFile(String path, String oldPath, ChangedFile.State state, Staging staging, String content) {
    public CommitFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(oldPath, "oldPath");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(staging, "staging");
        Objects.requireNonNull(content, "content");
    }

    /** How much of a change is staged. */
    public enum Staging {
        NONE,
        /** The staged content is another one than that of the working tree. */
        SOME,
        ALL
    }
}
