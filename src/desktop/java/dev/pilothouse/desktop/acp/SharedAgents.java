package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.model.AgentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The processes that sessions share: one for each entry with a shared process. A changed entry counts as another one;
 * the process of the old entry ends with its last session. Owns the processes without sessions, and the crash counts.
 * Any thread. The monitor is held while a session joins, so that two simultaneous starts share one process. Ends with
 * {@link #close()}, after all sessions.
 *
 * @param <K> an agent's entry
 */
public final class SharedAgents<K> implements AutoCloseable {
    private final Map<K, AcpConnection> running = new HashMap<>();
    private final Map<AgentId, RestartTracker> crashes = new HashMap<>();

    /**
     * Joins the entry's process.
     *
     * @param fresh creates a connection that is not started, if there is none to join
     */
    public synchronized void join(
            K entry, Supplier<AcpConnection> fresh, AcpSession session, AcpConnection.Member member) {
        running.values().removeIf(AcpConnection::isClosed);
        AcpConnection present = running.computeIfAbsent(entry, missing -> fresh.get());
        if (!present.join(session, member)) {
            // It has ended meanwhile.
            AcpConnection next = fresh.get();
            running.put(entry, next);
            next.join(session, member);
        }
    }

    /** Returns the crash count of an agent's shared process. */
    public synchronized RestartTracker crashes(AgentId agentId) {
        return crashes.computeIfAbsent(agentId, id -> new RestartTracker());
    }

    @Override
    public void close() {
        List<AcpConnection> left;
        synchronized (this) {
            left = List.copyOf(running.values());
            running.clear();
        }
        left.forEach(AcpConnection::end);
    }
}
