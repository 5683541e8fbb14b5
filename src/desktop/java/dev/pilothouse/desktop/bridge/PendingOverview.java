package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The overview changes that one client has yet to receive: one mark per session, no entries. Urgent changes are due at
 * once. The others are due every {@value #TICK_MILLIS} ms, at the same time for all clients, so that they share the
 * encoded entries. Guarded by its outbox.
 */
final class PendingOverview {
    static final int TICK_MILLIS = 1_000;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final Map<SessionId, SessionFeed> urgent = new LinkedHashMap<>();
    private final Map<SessionId, SessionFeed> changed = new LinkedHashMap<>();
    private final Set<SessionId> removed = new HashSet<>();
    private boolean wanted;
    private long paidAt;

    /** @param now the time of the outbox's clock */
    PendingOverview(long now) {
        paidAt = now - TICK;
    }

    /**
     * The changes to send now.
     *
     * @param full whether to send the whole overview; the other lists are then redundant
     * @param urgent sessions to send with their current entry
     * @param changed sessions to send with their entry of the tick
     */
    record Part(
            boolean full, long tick, List<SessionFeed> urgent, List<SessionFeed> changed, List<SessionId> removed) {}

    void requestAll() {
        wanted = true;
    }

    void changed(SessionFeed feed, boolean critical) {
        if (critical) {
            changed.remove(feed.sessionId());
            urgent.put(feed.sessionId(), feed);
        } else if (!urgent.containsKey(feed.sessionId())) {
            changed.put(feed.sessionId(), feed);
        }
    }

    void removed(SessionId sessionId) {
        urgent.remove(sessionId);
        changed.remove(sessionId);
        removed.add(sessionId);
    }

    /** The delay until a message is due: 0 for now, {@link Long#MAX_VALUE} if there is none. */
    long delay(long now) {
        if (wanted || !urgent.isEmpty() || !removed.isEmpty()) {
            return 0;
        }
        if (changed.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long due = (tick(paidAt) + 1) * TICK;
        return Math.max(0, due - now);
    }

    /** Removes and returns what is due. Later changes are marked again. */
    Part take(long now) {
        boolean full = wanted;
        boolean ticks = full || tick(now) != tick(paidAt);
        Part part = new Part(
                full,
                tick(now),
                new ArrayList<>(urgent.values()),
                ticks ? new ArrayList<>(changed.values()) : List.of(),
                List.copyOf(removed));
        urgent.clear();
        removed.clear();
        if (ticks) {
            changed.clear();
            paidAt = now;
        }
        wanted = false;
        return part;
    }

    private static long tick(long now) {
        return Math.floorDiv(now, TICK);
    }
}
