package dev.pilothouse.model;

/** The state of a member of a run. Each comes from evidence: an acknowledgement of the host, or the session's state. */
public enum RunMemberState {
    /** It has no session yet. */
    PLANNED,
    /** Its session is being created. */
    STARTING,
    /** A prompt is on its way to the session. */
    DISPATCHED,
    /** The session has the prompt. */
    ACCEPTED,
    /** A turn runs. */
    WORKING,
    /** The session waits for a person. */
    WAITING,
    DONE,
    FAILED,
    STOPPED,
    /** Its session is lost. */
    UNKNOWN;

    /** Whether it does nothing more by itself. */
    public boolean isOver() {
        return this == DONE || this == FAILED || this == STOPPED || this == UNKNOWN;
    }
}
