package dev.pilothouse.model;

/** How far a tool call has come. */
public enum ToolStatus {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    /** The turn ended before the agent said how the call went. */
    CANCELLED;

    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
