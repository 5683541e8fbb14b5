package dev.pilothouse.session;

/** The evidence for a {@link SessionPhase}: the last observed event. */
public enum LastEvent {
    NOTHING,
    STARTING,
    /** A prompt was sent and the agent has not responded yet. */
    PROMPTED,
    THINKING,
    WRITING,
    /** A tool call runs; the detail is its title. */
    TOOL,
    /** The detail is the question's title. */
    ASKING,
    /** A turn completed normally. */
    DONE,
    CANCELLED,
    INTERRUPTED,
    /** The detail describes the failure. */
    ERROR,
    /** The detail is the agent's login command. */
    LOGIN,
    /** The person closed the session. */
    CLOSED
}
