package dev.pilothouse.model;

/**
 * A pull request from which a worktree starts.
 *
 * @param remote the remote of the repository that has it
 * @param merge whether it was named as a merge request
 */
public record PullRequestSource(String remote, int number, boolean merge) {
    /** The number as people write it. */
    public String label() {
        return (merge ? "!" : "#") + number;
    }
}
