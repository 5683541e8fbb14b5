package dev.pilothouse.model;

/** The kind of answer that the agent waits for. */
public enum PendingKind {
    /** Permission to run a tool call. */
    PERMISSION,
    /** Information from the person. */
    QUESTION,
    /** Approval of a plan. */
    PLAN_APPROVAL
}
