package dev.pilothouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A git worktree that a session is to work in.
 *
 * @param repository the main directory of the repository
 * @param place the directory of the worktree
 * @param branch the branch to create
 * @param base the commit at which it starts; empty if it starts from a pull request
 * @param from the full name of the branch that it starts from, to compare with, such as {@code refs/heads/main}; empty
 *     if it starts from no branch
 * @param pullRequest fetched when the worktree is created; null for a commit of the repository
 */
public record WorktreeSpec(
        String repository,
        String place,
        String branch,
        String base,
        String from,
        @Nullable PullRequestSource pullRequest) {}
