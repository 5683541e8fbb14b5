package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The files of a session's working tree that differ from its last commit, and what a commit of them would be. Immutable.
 *
 * @param author the person that git will name; both members are empty if git knows none
 * @param files sorted by path, at most {@link #MAX_FILES}
 * @param total how many there are
 * @param seen stands for the staged files; a commit that names it is refused if others are staged by then
 * @param message prepared by git, as for a merge; empty otherwise
 * @param turn the name of a session whose agent works in this directory now; empty if none does
 */
public record CommitState(
        Head head, Author author, List<CommitFile> files, int total, String seen, String message, String turn) {
    public static final int MAX_FILES = 1_000;

    public CommitState {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(author, "author");
        files = List.copyOf(files);
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(turn, "turn");
    }

    /**
     * The place of a commit.
     *
     * @param branch empty if the head is detached
     * @param commit the id of the last commit; empty before the first one
     * @param subject the first line of its message
     * @param onDefault whether the branch is the default branch of its remote, or has the name of one
     * @param pushed whether a remote has the last commit, as last fetched
     * @param operation what has begun and is not over
     */
    public record Head(
            String branch, String commit, String subject, boolean onDefault, boolean pushed, GitActivity operation) {
        public Head {
            Objects.requireNonNull(branch, "branch");
            Objects.requireNonNull(commit, "commit");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(operation, "operation");
        }
    }

    /** The author of a commit. */
    public record Author(String name, String mail) {
        public static final Author UNKNOWN = new Author("", "");

        public Author {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(mail, "mail");
        }

        public boolean isKnown() {
            return !name.isEmpty() && !mail.isEmpty();
        }
    }
}
