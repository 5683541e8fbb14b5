package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Doing;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What everybody may read of one session: its state at a seq, its generations, and its newest updates. A reader that
 * takes the state at seq k and then the updates after k misses nothing and sees nothing twice, since the updates of a
 * state are in the tail before the state is shown.
 *
 * <p>Written by the session's lane alone; read on any thread.
 */
public final class SessionFeed {
    private static final int TAIL_UPDATES = 4096;
    private static final long TAIL_WEIGHT = 1 << 20;

    private final SessionId sessionId;
    private final SessionTail tail;
    private volatile Head head;

    /**
     * @param state with the whole transcript
     * @param lastActive host time of the newest update
     * @param trouble why the session stands still although its state does not say so; empty in good health
     */
    public record Head(
            SessionState state, Generations generations, WatchLabel label, Instant lastActive, String trouble) {

        public SessionSummary summary() {
            SessionSummary plain = SessionSummary.of(state, label, lastActive);
            return trouble.isEmpty() ? plain : troubled(plain);
        }

        /** What cannot be journaled any more can still be said. */
        private SessionSummary troubled(SessionSummary plain) {
            return new SessionSummary(
                    plain.sessionId(),
                    plain.name(),
                    plain.agentId(),
                    plain.agentName(),
                    plain.cwd(),
                    plain.modeName(),
                    new Activity(SessionPhase.FAILED, null, null, Doing.ERROR, trouble, null, lastActive),
                    WatchLabel.NONE,
                    plain.headSeq(),
                    plain.open(),
                    plain.lastTurn(),
                    plain.lastLine(),
                    plain.queued(),
                    plain.createdAt(),
                    plain.lastActive());
        }
    }

    public SessionFeed(SessionId sessionId) {
        this(sessionId, TAIL_UPDATES, TAIL_WEIGHT);
    }

    /** @param tailUpdates how many updates are kept for readers. @param tailWeight about how many characters */
    public SessionFeed(SessionId sessionId, int tailUpdates, long tailWeight) {
        this.sessionId = sessionId;
        this.tail = new SessionTail(tailUpdates, tailWeight);
        this.head = new Head(SessionState.empty(sessionId), Generations.NONE, WatchLabel.NONE, Instant.EPOCH, "");
    }

    public SessionId sessionId() {
        return sessionId;
    }

    public Head head() {
        return head;
    }

    /** Keeps an update for readers; it becomes visible with the next {@link #show}. */
    public void keep(JournaledUpdate update) {
        tail.add(update);
    }

    /** Shows a new head. Its updates must have been kept before. */
    public void show(Head newHead) {
        head = newHead;
    }

    /** Whether every update of the session is still in the tail. */
    public boolean reachesStart() {
        return tail.reachesAfter() == 0;
    }

    /** Whether the updates after the cursor are enough for a client that stands at it. */
    public boolean canContinue(Cursor cursor, Head at) {
        return at.generations().isGood(cursor, at.state().seq()) && cursor.seq() >= tail.reachesAfter();
    }

    /**
     * The updates after {@code after} up to {@code upTo}, which must be the seq of a head that was shown: as many as
     * fit the weight, at least one where there is one.
     *
     * @return empty if the tail no longer reaches back so far
     */
    public Optional<List<JournaledUpdate>> read(long after, long upTo, long weight) {
        return tail.read(after, upTo, weight);
    }
}
