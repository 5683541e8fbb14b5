package dev.pilothouse.model;

/** An operation of git that has begun and is not over in a working tree. A newer host may have more. */
public enum GitOperation {
    NONE,
    MERGE,
    REBASE,
    /** Another one, such as a cherry-pick. */
    OTHER
}
