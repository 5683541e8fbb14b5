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
 * What one client is still to be told of the overview: one mark for each session, no entries. What a person should see at
 * once is due at once; the rest once in {@value #TICK_MILLIS} ms, at the same time for all clients, so that they share what
 * is made for it. Guarded by its outbox.
 */
final class OverviewDebt {
    static final int TICK_MILLIS = 1_000;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final Map<SessionId, SessionFeed> urgent = new LinkedHashMap<>();
    private final Map<SessionId, SessionFeed> changed = new LinkedHashMap<>();
    private final Set<SessionId> removed = new HashSet<>();
    private boolean wanted;
    private long paidAt;

    /** @param now the time of the outbox's clock */
    OverviewDebt(long now) {
        paidAt = now - TICK;
    }

    /**
     * Some of it, to be told now.
     *
     * @param full whether it is the whole overview, so that the rest is empty
     * @param urgent to be told as they are now
     * @param changed to be told as of the tick
     */
    record Part(
            boolean full, long tick, List<SessionFeed> urgent, List<SessionFeed> changed, List<SessionId> removed) {}

    void wantAll() {
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

    /** How long until there is something to tell; 0 for now, {@link Long#MAX_VALUE} if there is nothing. */
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

    /** Takes what is due. What changes from here on is marked anew. */
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
