package dev.pilothouse.model;

/**
 * A new git worktree for a session.
 *
 * @param branch the name of the branch to create, kept exactly as it is
 * @param base the branch or commit at which it starts, or a {@link PullRequestReference}; empty for the current commit
 *     of the directory
 */
public record WorktreeRequest(String branch, String base) {
    /** Characters of either. */
    public static final int MAX_NAME = 200;
}
