package dev.pilothouse.model;

/** Progress of a tool call. */
public enum ToolStatus {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    /** The turn ended before the agent reported the call's result. */
    CANCELLED;

    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
