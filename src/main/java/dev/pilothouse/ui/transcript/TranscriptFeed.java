package dev.pilothouse.ui.transcript;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.SessionReader;
import dev.pilothouse.ui.sessions.SessionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Projects the session on screen away from the FX thread: a change asks for a projection on the lane, many changes while
 * one waits ask for one, and each finished projection is announced, so that the coalescer can have it drawn. Switching to
 * a session projects at once on the caller's thread.
 *
 * <p>Owns the projections of the last few sessions. Any thread may call it; ends with its lane.
 */
public final class TranscriptFeed {
    private static final int KEPT_SESSIONS = 6;

    private final Lane lane;
    private final BiConsumer<SessionKey, Boolean> projected;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean askedCritical = new AtomicBoolean();
    private final Map<SessionKey, TranscriptProjection> projections = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, TranscriptProjection> eldest) {
            return size() > KEPT_SESSIONS;
        }
    };
    private volatile Shown shown;

    private record Shown(SessionKey key, SessionReader reader, TranscriptProjection projection, Opened opened) {}

    private record Result(Shown of, Projected projected) {}

    private volatile Result latest;

    /**
     * @param lane where projections are made
     * @param projected told on the lane that the session has a new projection, and whether it is critical
     */
    public TranscriptFeed(Lane lane, BiConsumer<SessionKey, Boolean> projected) {
        this.lane = lane;
        this.projected = projected;
    }

    /** Puts a session on screen and projects it at once. @return null if nothing of it is known yet */
    public Projected show(SessionKey key, SessionReader reader, Opened opened) {
        TranscriptProjection projection;
        synchronized (projections) {
            projection = projections.computeIfAbsent(key, made -> new TranscriptProjection());
        }
        Shown next = new Shown(key, reader, projection, opened);
        shown = next;
        return project(next);
    }

    /** Takes the session off the screen. */
    public void hide() {
        shown = null;
        latest = null;
    }

    /** Says that a session has changed; of others than the one on screen nothing is kept. */
    public void changed(SessionKey key, boolean critical) {
        Shown now = shown;
        if (now == null || !now.key().equals(key)) {
            return;
        }
        if (critical) {
            askedCritical.set(true);
        }
        if (asked.compareAndSet(false, true) && !lane.tryExecute(this::projectOnLane)) {
            asked.set(false);
        }
    }

    /** The newest projection of the session on screen, or null. */
    public Projected latest() {
        Result result = latest;
        return result == null || result.of() != shown ? null : result.projected();
    }

    private void projectOnLane() {
        asked.set(false);
        boolean critical = askedCritical.getAndSet(false);
        Shown now = shown;
        if (now != null && project(now) != null) {
            projected.accept(now.key(), critical);
        }
    }

    private Projected project(Shown of) {
        // Under the projection's lock, so that an older view cannot replace a newer one.
        synchronized (of.projection()) {
            Projected made = of.reader()
                    .session(of.key().sessionId())
                    .map(view -> of.projection().project(view, of.opened()))
                    .orElse(null);
            if (made != null && shown == of) {
                latest = new Result(of, made);
            }
            return made;
        }
    }
}
