package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageReport;
import java.time.Instant;
import java.util.List;

/**
 * The tokens and the cost of one turn, or a cost that the agent has reported after the end of the turn. Immutable.
 *
 * @param at the end of the turn, or of the report
 * @param model as the agent names it; empty if it does not
 * @param project the main checkout of the session's repository, or its directory
 * @param run the run that the session belongs to; empty if it belongs to none
 * @param tokens {@link TokenCount#NONE} if unknown
 * @param cost in {@code currency}; negative if unknown
 * @param currency ISO 4217; empty if the cost is unknown
 * @param priced the date of the list of prices that the cost was estimated with; empty if the agent has reported it
 * @param late 0 for the turn itself; otherwise a number that no other late cost of the turn has
 * @param completes whether the cost of the turn was unknown before this late one
 */
public record TurnUsage(
        SessionId sessionId,
        TurnId turnId,
        Instant at,
        AgentId agentId,
        String model,
        String project,
        String run,
        TokenCount tokens,
        double cost,
        String currency,
        String priced,
        long late,
        boolean completes) {
    /** A turn of a session without a run. */
    public TurnUsage(
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
        this(sessionId, turnId, at, agentId, model, project, "", tokens, cost, currency, priced, 0, false);
    }

    /** As a sum of this alone. A late cost is no turn. */
    public UsageReport.Total total() {
        List<UsageReport.Cost> costs = cost < 0
                ? List.of()
                : List.of(new UsageReport.Cost(currency, priced.isEmpty() ? cost : 0, priced.isEmpty() ? 0 : cost));
        if (late > 0) {
            return new UsageReport.Total("", 0, 0, completes ? -1 : 0, TokenCount.NONE, costs);
        }
        return new UsageReport.Total("", 1, tokens.equals(TokenCount.NONE) ? 1 : 0, cost < 0 ? 1 : 0, tokens, costs);
    }

    TurnUsage estimated(double amount, String in, String date) {
        return new TurnUsage(
                sessionId, turnId, at, agentId, model, project, run, tokens, amount, in, date, late, completes);
    }

    TurnUsage of(String ofRun) {
        return new TurnUsage(
                sessionId, turnId, at, agentId, model, project, ofRun, tokens, cost, currency, priced, late, completes);
    }

    /** The same with nothing to count. For a late cost. */
    TurnUsage withoutCost() {
        return new TurnUsage(sessionId, turnId, at, agentId, model, project, run, tokens, -1, "", "", late, false);
    }

    /** The same as a late cost of its turn. */
    public TurnUsage late(long number, boolean completing) {
        return new TurnUsage(
                sessionId,
                turnId,
                at,
                agentId,
                model,
                project,
                run,
                tokens,
                cost,
                currency,
                priced,
                number,
                completing);
    }
}
