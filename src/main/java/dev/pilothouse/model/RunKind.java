package dev.pilothouse.model;

/** The kind of work that the members of a run do together. A newer host may have more. */
public enum RunKind {
    /** Several agents try the same task, each in its own worktree. */
    TRY,
    /** Another agent reviews the changes of a session. */
    REVIEW,
    /** A lead agent starts workers. */
    TEAM,
    /** A session works until a check succeeds. */
    GOAL,
    OTHER
}
