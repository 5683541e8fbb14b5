package dev.pilothouse.model;

/** The state of a run. */
public enum RunState {
    RUNNING,
    /** It continues when a person has decided something. */
    WAITING_FOR_YOU,
    /** A person has paused it. */
    PAUSED,
    /** Its sessions are being stopped. */
    STOPPING,
    /** It has ended, with a {@link RunStopReason}. */
    OVER;

    public boolean isOver() {
        return this == OVER;
    }
}
