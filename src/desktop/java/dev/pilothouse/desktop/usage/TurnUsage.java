package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageReport;
import java.time.Instant;
import java.util.List;

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
    /** As a sum of this turn alone. */
    public UsageReport.Total total() {
        List<UsageReport.Cost> costs = cost < 0
                ? List.of()
                : List.of(new UsageReport.Cost(currency, priced.isEmpty() ? cost : 0, priced.isEmpty() ? 0 : cost));
        return new UsageReport.Total("", 1, tokens.equals(TokenCount.NONE) ? 1 : 0, cost < 0 ? 1 : 0, tokens, costs);
    }

    TurnUsage estimated(double amount, String in, String date) {
        return new TurnUsage(sessionId, turnId, at, agentId, model, project, tokens, amount, in, date);
    }
}
