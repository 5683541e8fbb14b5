package dev.pilothouse.desktop.agent;

/**
 * The scope of the token counts that an agent gives at a turn's end; the protocol does not specify it. Immutable; any
 * thread.
 */
public enum TokenScope {
    /** The turn. */
    TURN,
    /** The session up to that turn. */
    SESSION
}
