package dev.pilothouse.model;

/**
 * A git worktree that a session is to work in.
 *
 * @param repository the main directory of the repository
 * @param place the directory of the worktree
 * @param branch the branch to create
 * @param base the commit at which it starts
 */
public record WorktreeSpec(String repository, String place, String branch, String base) {}
