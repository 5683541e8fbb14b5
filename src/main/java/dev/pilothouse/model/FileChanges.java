package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The changed files of a git working tree. Immutable.
 *
 * @param branch the branch; empty if the head is detached
 * @param base the name of what it is compared with, such as {@code origin/main}; empty before the first commit
 * @param files in the order of their paths; a host sends a bounded number
 * @param total how many there are
 * @param added added lines of all of them
 * @param removed removed lines of all of them
 */
public record FileChanges(String branch, String base, List<ChangedFile> files, int total, int added, int removed) {
    public FileChanges {
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(base, "base");
        files = List.copyOf(files);
    }
}
