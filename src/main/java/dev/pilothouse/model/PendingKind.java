package dev.pilothouse.model;

/** What sort of answer the agent waits for. */
public enum PendingKind {
    /** May a tool call run? */
    PERMISSION,
    /** Something that only the person knows. */
    QUESTION,
    /** Is this plan good? */
    PLAN_APPROVAL
}
