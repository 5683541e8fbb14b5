package dev.pilothouse.model;

import java.time.Instant;

/**
 * A snapshot of a worktree that was removed.
 *
 * @param id names it within its repository
 * @param branch empty if there was none
 * @param files the number of files with changes that were not committed
 */
public record KeptWorktree(String repository, String id, String place, String branch, int files, Instant at) {}
