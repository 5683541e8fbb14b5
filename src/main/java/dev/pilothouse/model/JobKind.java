package dev.pilothouse.model;

/** The kind of work that a job does. A newer host may have more. */
public enum JobKind {
    /** Makes a git worktree. Arguments: branch, place. */
    WORKTREE_ADD,
    /** Removes a git worktree after a snapshot of its changes. Arguments: branch, place. */
    WORKTREE_REMOVE,
    /** Brings a removed worktree back from its snapshot. Arguments: branch, place. */
    WORKTREE_RESTORE,
    OTHER
}
