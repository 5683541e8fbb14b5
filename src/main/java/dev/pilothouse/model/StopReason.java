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
    /** The agent or the host ended during the turn. */
    INTERRUPTED,
    /** The agent gave an unknown reason. */
    OTHER
}
