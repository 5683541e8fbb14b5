package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnEstimate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The medians of the last turns of each session and of each agent. A session with fewer than {@value #LEAST} turns is
 * estimated by its agent's. Turns without numbers and late costs do not count. Confined to one thread.
 */
final class TurnEstimator {
    static final int MOST = 10;
    static final int LEAST = 3;

    private final Map<SessionId, Deque<TurnUsage>> ofSession = new HashMap<>();
    private final Map<AgentId, Deque<TurnUsage>> ofAgent = new HashMap<>();

    /** Adds a turn, which is later than the earlier ones. */
    void add(TurnUsage turn) {
        if (turn.late() > 0) {
            return;
        }
        if (!turn.tokens().equals(TokenCount.NONE) || turn.cost() >= 0) {
            keep(ofSession.computeIfAbsent(turn.sessionId(), first -> new ArrayDeque<>()), turn);
            keep(ofAgent.computeIfAbsent(turn.agentId(), first -> new ArrayDeque<>()), turn);
        }
    }

    private static void keep(Deque<TurnUsage> turns, TurnUsage turn) {
        turns.addLast(turn);
        if (turns.size() > MOST) {
            turns.removeFirst();
        }
    }

    /** The estimate of the next turn of a session of this agent. */
    TurnEstimate estimate(SessionId sessionId, AgentId agentId) {
        Deque<TurnUsage> own = ofSession.getOrDefault(sessionId, new ArrayDeque<>());
        if (own.size() >= LEAST) {
            return estimate(sessionId, false, List.copyOf(own));
        }
        Deque<TurnUsage> others = ofAgent.getOrDefault(agentId, new ArrayDeque<>());
        return others.size() >= LEAST
                ? estimate(sessionId, true, List.copyOf(others))
                : TurnEstimate.unknown(sessionId);
    }

    private static TurnEstimate estimate(SessionId sessionId, boolean ofAgent, List<TurnUsage> turns) {
        List<Double> tokens = turns.stream()
                .filter(turn -> !turn.tokens().equals(TokenCount.NONE))
                .map(turn -> (double) turn.tokens().total())
                .sorted()
                .toList();
        // The currency of the newest turn with a cost. Others cannot be compared with it.
        String currency = turns.stream()
                .filter(turn -> turn.cost() >= 0)
                .reduce((before, now) -> now)
                .map(TurnUsage::currency)
                .orElse("");
        List<Double> costs = turns.stream()
                .filter(turn -> turn.cost() >= 0 && turn.currency().equals(currency))
                .map(TurnUsage::cost)
                .sorted()
                .toList();
        return new TurnEstimate(
                sessionId,
                turns.size(),
                ofAgent,
                tokens.isEmpty() ? 0 : Math.round(median(tokens)),
                costs.isEmpty() ? -1 : median(costs),
                currency);
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
