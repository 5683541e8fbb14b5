package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.acp.AcpAgent;
import dev.pilothouse.model.AgentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Counts the adapters of each agent that have not ended yet. Does not own them. Any thread; needs no closing. */
final class RunningAgents {
    private final Map<AgentId, List<Life>> lives = new HashMap<>();

    private record Life(AgentEntry entry, AcpAgent agent) {
        boolean isOver() {
            return agent.isOver();
        }
    }

    /**
     * Adds an adapter, unless the entry's limit is reached.
     *
     * @return whether it was added
     */
    synchronized boolean add(AgentEntry entry, AcpAgent life) {
        List<Life> running = lives.computeIfAbsent(entry.id(), id -> new ArrayList<>());
        running.removeIf(Life::isOver);
        int limit = entry.terms().limits().sessions().orElse(Integer.MAX_VALUE);
        if (running.size() >= limit) {
            return false;
        }
        running.add(new Life(entry, life));
        return true;
    }

    /** Counts the agents whose entry fulfils a condition, without those that are being ended. */
    synchronized int count(Predicate<AgentEntry> condition) {
        int count = 0;
        for (List<Life> running : lives.values()) {
            running.removeIf(Life::isOver);
            count += (int) running.stream()
                    .filter(life -> !life.agent().isEnding() && condition.test(life.entry()))
                    .count();
        }
        return count;
    }
}
