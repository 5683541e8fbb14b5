package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.HostMessage.RepositoriesChanged.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The summaries of working trees that one client watches and has been sent. Thread-safe: the connection's reader sets
 * the sessions, its writer takes messages. There is nothing to close.
 */
final class RepositoryMirror {
    private final Map<SessionId, Optional<RepositorySummary>> sent = new HashMap<>();
    private List<SessionId> watched = List.of();

    /** Returns the known summary of a session; null if it is not known yet. */
    interface Source {
        @Nullable
        Optional<RepositorySummary> summary(SessionId sessionId);
    }

    /** A session that is watched again is sent again, because the client may have dropped it. */
    synchronized void watch(List<SessionId> sessionIds) {
        watched = sessionIds;
        sent.keySet().retainAll(sessionIds);
    }

    /** The next message for the client; empty if it has everything. */
    synchronized Optional<HostMessage> next(Source source) {
        List<Entry> changed = new ArrayList<>();
        for (SessionId sessionId : watched) {
            Optional<RepositorySummary> now = source.summary(sessionId);
            if (now != null && !now.equals(sent.get(sessionId))) {
                sent.put(sessionId, now);
                changed.add(new Entry(sessionId, now.orElse(null)));
            }
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of(new HostMessage.RepositoriesChanged(changed));
    }
}
