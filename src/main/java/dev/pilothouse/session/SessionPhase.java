package dev.pilothouse.session;

/** A session's state, for a person who oversees many sessions. */
public enum SessionPhase {
    /** The agent is being started. */
    STARTING,
    /** Ready for a prompt. */
    IDLE,
    /** A turn runs. */
    WORKING,
    /** A turn is running and the agent waits for the person's answer. */
    WAITING,
    /** The last turn failed, or the agent did not start or ended unexpectedly. */
    FAILED,
    /** The agent requires a login. */
    NEEDS_LOGIN,
    /** No agent is running; the transcript exists and the session can be resumed. */
    GONE
}
