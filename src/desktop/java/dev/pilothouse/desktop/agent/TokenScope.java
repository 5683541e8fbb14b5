package dev.pilothouse.desktop.agent;

/** What an agent counts in the tokens that it gives at a turn's end; the protocol leaves it open. Immutable; any thread. */
public enum TokenScope {
    /** The turn. */
    TURN,
    /** The session up to there. */
    SESSION
}
