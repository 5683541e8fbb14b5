package dev.pilothouse.ui.transcript;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.SessionReader;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.status.SessionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Projects the session on screen off the FX thread. A change requests a projection on the lane; further changes are
 * merged into a request that is already queued. Each finished projection is reported, so that the coalescer can
 * schedule drawing it. When a session is put on screen, a small projection is made at once on the caller's thread, and
 * the whole on the lane.
 *
 * <p>Owns the projections of the last {@value #KEPT_SESSIONS} sessions. Any thread may call it; lives as long as its
 * lane.
 */
public final class TranscriptFeed {
    private static final int KEPT_SESSIONS = 6;

    private final Lane lane;
    private final BiConsumer<SessionKey, Boolean> projected;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean askedCritical = new AtomicBoolean();
    private final Map<SessionKey, Kept> projections = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, Kept> eldest) {
            return size() > KEPT_SESSIONS;
        }
    };
    private volatile @Nullable Shown shown;

    private record Kept(TranscriptProjection projection, ReentrantLock lock) {}

    private record Shown(SessionKey key, SessionReader reader, Kept kept, RowExpansion opened) {}

    /** @param whole whether it has all rows instead of the last ones only */
    private record Result(Shown of, ProjectedTranscript projected, boolean whole) {}

    private volatile @Nullable Result latest;

    /**
     * @param lane runs the projections
     * @param projected called on the lane with a session that has a new projection, and whether it is critical
     */
    public TranscriptFeed(Lane lane, BiConsumer<SessionKey, Boolean> projected) {
        this.lane = lane;
        this.projected = projected;
    }

    /**
     * Puts a session on screen. Never waits for a running projection.
     *
     * @return the rows that can be drawn at once: all of a short conversation, the end of a long one; null if the
     *     session is not loaded yet or the projection would take longer than a frame
     */
    public @Nullable ProjectedTranscript show(SessionKey key, SessionReader reader, RowExpansion opened) {
        Kept kept;
        synchronized (projections) {
            kept = projections.computeIfAbsent(key, made -> new Kept(new TranscriptProjection(), new ReentrantLock()));
        }
        Shown next = new Shown(key, reader, kept, opened);
        shown = next;
        ProjectedTranscript first = projectFirst(next);
        if (first == null || !isComplete(next)) {
            ask(true);
        }
        return first;
    }

    /** Projects the session on screen again after the user has opened or closed something. */
    public void open(RowExpansion opened) {
        Shown now = shown;
        if (now != null) {
            shown = new Shown(now.key(), now.reader(), now.kept(), opened);
            ask(true);
        }
    }

    /** Discards the projections of sessions that are not on screen. */
    public void releaseMemory() {
        Shown now = shown;
        synchronized (projections) {
            projections.keySet().removeIf(key -> now == null || !now.key().equals(key));
        }
    }

    /** Takes the session off the screen. */
    public void hide() {
        shown = null;
        latest = null;
    }

    /** Requests a projection after a session has changed. Ignores sessions that are not on screen. */
    public void changed(SessionKey key, boolean critical) {
        Shown now = shown;
        if (now == null || !now.key().equals(key)) {
            return;
        }
        ask(critical);
    }

    private void ask(boolean critical) {
        if (critical) {
            askedCritical.set(true);
        }
        if (asked.compareAndSet(false, true) && !lane.tryExecute(this::projectOnLane)) {
            asked.set(false);
        }
    }

    /** Runs a task on the lane. Drops it if the lane's queue is full. */
    void runInBackground(Runnable task) {
        lane.tryExecute(task);
    }

    /** The newest projection of the session on screen, or null. */
    public @Nullable ProjectedTranscript latest() {
        Result result = latest;
        return result == null || !isShown(result.of()) ? null : result.projected();
    }

    private void projectOnLane() {
        asked.set(false);
        boolean critical = askedCritical.getAndSet(false);
        Shown now = shown;
        if (now != null && project(now) != null) {
            projected.accept(now.key(), critical);
        }
    }

    /**
     * Returns whether the session is still on screen. A result with older opened rows may be drawn; a result of another
     * session may not.
     */
    private boolean isShown(Shown of) {
        Shown now = shown;
        return now != null && now.key().equals(of.key()) && now.kept() == of.kept();
    }

    private boolean isComplete(Shown of) {
        Result result = latest;
        return result != null && result.of() == of && result.whole();
    }

    private @Nullable ProjectedTranscript projectFirst(Shown of) {
        SessionView view = of.reader().session(of.key().sessionId()).orElse(null);
        if (view == null || !of.kept().lock().tryLock()) {
            return null;
        }
        try {
            ProjectedTranscript made = of.kept().projection().projectFirst(view, of.opened());
            if (made != null) {
                latest = new Result(of, made, of.kept().projection().isLast(made));
            }
            return made;
        } finally {
            of.kept().lock().unlock();
        }
    }

    private @Nullable ProjectedTranscript project(Shown of) {
        // Read the view under the projection's lock, so that an older view cannot replace a newer one.
        of.kept().lock().lock();
        try {
            ProjectedTranscript made = of.reader()
                    .session(of.key().sessionId())
                    .map(view -> of.kept().projection().project(view, of.opened()))
                    .orElse(null);
            if (made != null && isShown(of)) {
                latest = new Result(of, made, true);
            }
            return made;
        } finally {
            of.kept().lock().unlock();
        }
    }
}
