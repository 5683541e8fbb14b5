package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import java.time.Instant;

/**
 * The tokens and the cost of one turn. Immutable.
 *
 * @param at the end of the turn
 * @param model as the agent names it; empty if it does not
 * @param project the main checkout of the session's repository, or its directory
 * @param tokens {@link TokenCount#NONE} if unknown
 * @param cost in {@code currency}; negative if unknown
 * @param currency ISO 4217; empty if the cost is unknown
 * @param priced the date of the list of prices that the cost was estimated with; empty if the agent has reported it
 */
public record TurnUsage(
        SessionId sessionId,
        TurnId turnId,
        Instant at,
        AgentId agentId,
        String model,
        String project,
        TokenCount tokens,
        double cost,
        String currency,
        String priced) {
    TurnUsage estimated(double amount, String in, String date) {
        return new TurnUsage(sessionId, turnId, at, agentId, model, project, tokens, amount, in, date);
    }
}
