package dev.pilothouse.model;

import java.util.Objects;

/**
 * The expected usage of the next turn of a session: the median of earlier turns. Immutable.
 *
 * @param turns the number of turns behind it; 0 if nothing is known
 * @param ofAgent whether they are turns of other sessions of the agent, because the session has too few
 * @param tokens read and written ones; 0 if unknown
 * @param cost in {@code currency}; negative if unknown
 * @param currency ISO 4217; empty if the cost is unknown
 */
public record TurnEstimate(SessionId sessionId, int turns, boolean ofAgent, long tokens, double cost, String currency) {
    public TurnEstimate {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(currency, "currency");
    }

    /** Nothing is known. */
    public static TurnEstimate unknown(SessionId sessionId) {
        return new TurnEstimate(sessionId, 0, false, 0, -1, "");
    }
}
