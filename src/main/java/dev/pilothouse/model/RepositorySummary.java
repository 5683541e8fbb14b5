package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param pullRequest the pull request of the branch; null if there is none, or if it is not known
 */
public record RepositorySummary(
        String branch,
        String upstream,
        int ahead,
        int behind,
        String base,
        int files,
        int added,
        int removed,
        @Nullable PullRequestInfo pullRequest) {
    public RepositorySummary {
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(base, "base");
    }

    /** Without a pull request. */
    public RepositorySummary(
            String branch, String upstream, int ahead, int behind, String base, int files, int added, int removed) {
        this(branch, upstream, ahead, behind, base, files, added, removed, null);
    }

    public RepositorySummary with(@Nullable PullRequestInfo known) {
        return new RepositorySummary(branch, upstream, ahead, behind, base, files, added, removed, known);
    }
}
