package dev.pilothouse.model;

/**
 * A new git worktree for a session.
 *
 * @param branch the name of the branch, kept exactly as it is
 * @param base the branch or commit at which it starts, or a {@link PullRequestReference}; empty for the current commit
 *     of the directory
 * @param existing whether the branch exists and is to be checked out; it has no base then
 */
public record WorktreeRequest(String branch, String base, boolean existing) {
    /** Characters of either. */
    public static final int MAX_NAME = 200;

    /** A branch to create. */
    public WorktreeRequest(String branch, String base) {
        this(branch, base, false);
    }
}
