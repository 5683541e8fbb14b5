package dev.pilothouse.model;

import java.util.Objects;

/**
 * The state of a git working tree in one line of a list. Immutable.
 *
 * @param branch the branch; empty if the head is detached
 * @param upstream the branch that it follows, such as {@code origin/main}; empty if none
 * @param ahead commits that the upstream does not have
 * @param behind commits of the upstream that the branch does not have
 * @param base the branch that the changes are counted from; empty if they are counted from the last commit
 * @param files changed files, untracked ones included
 * @param added added lines
 * @param removed removed lines
 */
public record RepositorySummary(
        String branch, String upstream, int ahead, int behind, String base, int files, int added, int removed) {
    public RepositorySummary {
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(base, "base");
    }
}
