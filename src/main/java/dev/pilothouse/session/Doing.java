package dev.pilothouse.session;

/** The evidence for a {@link SessionPhase}: what was last seen to happen. */
public enum Doing {
    NOTHING,
    STARTING,
    /** A prompt was given and nothing has come back yet. */
    PROMPTED,
    THINKING,
    WRITING,
    /** A tool call runs; the detail is its title. */
    TOOL,
    /** The detail is the question's title. */
    ASKING,
    /** A turn ended well. */
    DONE,
    CANCELLED,
    INTERRUPTED,
    /** The detail says what failed. */
    ERROR,
    /** The detail is the agent's login command. */
    LOGIN,
    /** The person closed the session. */
    CLOSED
}
