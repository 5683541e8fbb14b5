package dev.pilothouse.model;

/** Why a turn ended. */
public enum StopReason {
    END_TURN,
    MAX_TOKENS,
    MAX_TURN_REQUESTS,
    REFUSAL,
    CANCELLED,
    /** The agent or its model reported an error. */
    FAILED,
    /** The agent or the host ended in mid-turn. */
    INTERRUPTED,
    /** The agent gave a reason that we do not know. */
    OTHER
}
