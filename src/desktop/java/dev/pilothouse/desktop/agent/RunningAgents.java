package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the lives of each agent that have not ended yet. Owns none of them. Any thread; has no end. */
final class RunningAgents {
    private final Map<AgentId, List<AcpAgent>> lives = new HashMap<>();

    /** Counts one more, unless there are as many as the entry allows. @return whether it was counted */
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
