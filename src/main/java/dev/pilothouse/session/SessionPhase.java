package dev.pilothouse.session;

/** What a session is doing, in the terms of a person who oversees many. */
public enum SessionPhase {
    /** The agent is being started. */
    STARTING,
    /** Ready for a prompt. */
    IDLE,
    /** A turn runs. */
    WORKING,
    /** A turn runs and the agent has asked the person. */
    WAITING,
    /** The last turn failed, or the agent did not start or ended by itself. */
    FAILED,
    /** The agent wants a login first. */
    NEEDS_LOGIN,
    /** No agent runs; the transcript is there and the session can be resumed. */
    GONE
}
