package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A commit that a person asked for. Immutable.
 *
 * @param message at most {@link #MAX_MESSAGE} characters
 * @param files which files it has
 * @param paths the files of {@link Files#NAMED}
 * @param amend whether it replaces the last commit, which no remote may have
 * @param signOff whether git adds a line with the author
 * @param seen the {@link CommitState#seen} that the person saw; empty to commit whatever is staged then
 * @param afterTurn whether it waits while an agent works in the directory; otherwise it is then refused
 */
public record CommitOrder(
        String message,
        Files files,
        List<String> paths,
        boolean amend,
        boolean signOff,
        String seen,
        boolean afterTurn) {
    /** Of a commit's message. */
    public static final int MAX_MESSAGE = 4_000;

    /** The number of paths, and the sum of their characters. */
    public static final int MAX_PATHS = 500;

    public static final int MAX_PATH_CHARACTERS = 40_000;

    public CommitOrder {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(files, "files");
        paths = List.copyOf(paths);
        Objects.requireNonNull(seen, "seen");
    }

    /** Which files a commit has. */
    public enum Files {
        STAGED,
        /** All changes, with untracked files. */
        ALL,
        /** Named ones as they are in the working tree, and nothing else. */
        NAMED
    }
}
