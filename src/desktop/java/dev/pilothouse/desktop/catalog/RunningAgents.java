package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.acp.AcpAgent;
import dev.pilothouse.model.AgentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the adapters of each agent that have not ended yet. Does not own them. Any thread; needs no closing. */
final class RunningAgents {
    private final Map<AgentId, List<AcpAgent>> lives = new HashMap<>();

    /**
     * Adds an adapter, unless the entry's limit is reached.
     *
     * @return whether it was added
     */
    synchronized boolean add(AgentEntry entry, AcpAgent life) {
        List<AcpAgent> running = lives.computeIfAbsent(entry.id(), id -> new ArrayList<>());
        running.removeIf(AcpAgent::isOver);
        int limit = entry.terms().limits().sessions().orElse(Integer.MAX_VALUE);
        if (running.size() >= limit) {
            return false;
        }
        running.add(life);
        return true;
    }
}
