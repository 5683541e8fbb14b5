package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Doing;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What everybody may read of one session: its state at a seq, its generations, its newest updates, and by way of the
 * journal the older ones. A reader that takes the state at seq k and then the updates after k misses nothing and sees
 * nothing twice, since the updates of a state can be read before the state is shown.
 *
 * <p>A session that nobody uses is at rest: its head has a summary and no state. Whoever wants more takes a {@link Look}.
 * If there is room, the session comes, and its next head is shown as any other; else {@link #readState} reads it.
 *
 * <p>Written by the session's lane alone; read on any thread. {@link #read} may wait for the disk.
 */
public final class SessionFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFeed.class);
    private static final int TAIL_UPDATES = 4096;
    private static final long TAIL_WEIGHT = 1 << 20;

    private final SessionId sessionId;
    private final SessionTail tail;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Head head;
    /** Where the journal lies, null where there is none. */
    private final Path journalFile;
    /** Null at rest, and where there is no journal. */
    private volatile JournalPast past;

    private volatile BooleanSupplier onWanted = () -> false;
    private volatile Runnable onNeeded = () -> {};

    /** An interest in a session; while there is one the session stays in memory, if the host has room for that. */
    public interface Look extends AutoCloseable {
        /** Idempotent. */
        @Override
        void close();
    }

    /**
     * A session as it is shown.
     *
     * @param state with the whole transcript; null at rest
     * @param lastActive host time of the newest update
     * @param trouble why the session stands still although its state does not say so; empty in good health
     * @param atRest null while there is a state
     */
    public record Head(
            SessionState state,
            Generations generations,
            WatchLabel label,
            WatchEvidence evidence,
            Instant lastActive,
            String trouble,
            SessionSummary atRest) {

        public Head(SessionState state, Generations generations, WatchLabel label, Instant lastActive, String trouble) {
            this(state, generations, label, null, lastActive, trouble);
        }

        /** @param evidence what the label rests upon, null without one */
        public Head(
                SessionState state,
                Generations generations,
                WatchLabel label,
                WatchEvidence evidence,
                Instant lastActive,
                String trouble) {
            this(state, generations, label, evidence, lastActive, trouble, null);
        }

        /** A session that is at rest. @param trouble why it cannot be read, or empty */
        public static Head atRest(SessionSummary summary, Generations generations, String trouble) {
            return new Head(null, generations, summary.label(), null, summary.lastActive(), trouble, summary);
        }

        /**
         * The whole state.
         *
         * @throws IllegalStateException at rest ({@link #isLoaded})
         */
        @Override
        public SessionState state() {
            if (state == null) {
                throw new IllegalStateException("the session is at rest");
            }
            return state;
        }

        /** Whether the whole state is here. */
        public boolean isLoaded() {
            return state != null;
        }

        /** Whether the session has a beginning. */
        public boolean isKnown() {
            return state == null || state.info() != null;
        }

        public long seq() {
            return state == null ? atRest.headSeq() : state.seq();
        }

        /** Null before the first update. */
        public Activity activity() {
            return state == null ? atRest.activity() : state.activity();
        }

        public SessionSummary summary() {
            SessionSummary plain = state == null ? atRest : SessionSummary.of(state, label, evidence, lastActive);
            return trouble.isEmpty() ? plain : troubled(plain);
        }

        /** What cannot be journaled any more can still be said. */
        private SessionSummary troubled(SessionSummary plain) {
            return new SessionSummary(
                    plain.sessionId(),
                    plain.name(),
                    plain.agentId(),
                    plain.agentName(),
                    plain.agentSessionId(),
                    plain.cwd(),
                    plain.modeName(),
                    new Activity(SessionPhase.FAILED, null, null, Doing.ERROR, trouble, null, lastActive),
                    WatchLabel.NONE,
                    null,
                    plain.headSeq(),
                    plain.open(),
                    plain.lastTurn(),
                    plain.lastLine(),
                    plain.lastLines(),
                    plain.queued(),
                    plain.organisation(),
                    plain.createdAt(),
                    plain.lastActive());
        }
    }

    /** A session without a journal. */
    public SessionFeed(SessionId sessionId) {
        this(sessionId, null);
    }

    /** @param journalFile from which a session at rest is read */
    public SessionFeed(SessionId sessionId, Path journalFile) {
        this(sessionId, journalFile, TAIL_UPDATES, TAIL_WEIGHT);
    }

    /** @param tailUpdates how many updates are kept for readers. @param tailWeight about how many characters */
    public SessionFeed(SessionId sessionId, int tailUpdates, long tailWeight) {
        this(sessionId, null, tailUpdates, tailWeight);
    }

    private SessionFeed(SessionId sessionId, Path journalFile, int tailUpdates, long tailWeight) {
        this.sessionId = sessionId;
        this.journalFile = journalFile;
        this.tail = new SessionTail(tailUpdates, tailWeight);
        this.head = new Head(SessionState.empty(sessionId), Generations.NONE, WatchLabel.NONE, Instant.EPOCH, "");
    }

    public SessionId sessionId() {
        return sessionId;
    }

    public Head head() {
        return head;
    }

    // --- interest

    /**
     * Sets how a session at rest is brought to memory. Both run on any thread and must not wait.
     *
     * @param wanted brings it if there is room, and returns whether it does
     * @param needed brings it
     */
    public void onWanted(BooleanSupplier wanted, Runnable needed) {
        onWanted = wanted;
        onNeeded = needed;
    }

    /** Keeps the session in memory, and brings it there, until the look is closed: both if there is room. Never waits. */
    public Look look() {
        looks.incrementAndGet();
        // After the count: a session that is just going to rest looks at it once more when it has gone.
        if (!head.isLoaded()) {
            want();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                looks.decrementAndGet();
            }
        };
    }

    /** Brings a session at rest to memory if there is room. Never waits. @return whether it comes */
    public boolean want() {
        return onWanted.getAsBoolean();
    }

    /** Brings a session at rest to memory in any case: its journal has to be repaired. Never waits. */
    public void need() {
        onNeeded.run();
    }

    public boolean isLookedAt() {
        return looks.get() > 0;
    }

    // --- the session's lane

    /** From here on readers find in the journal what the tail does not keep, which begins with its head. */
    public void attach(SessionJournal journal) {
        past = journal.past();
        tail.restartAfter(journal.head());
    }

    /** Keeps an update for readers; it becomes visible with the next {@link #show}. */
    public void keep(JournaledUpdate update) {
        if (past != null && !isLookedAt()) {
            // Whoever comes finds it in the journal.
            tail.restartAfter(update.seq());
        } else {
            tail.add(update);
        }
    }

    /** Lets go of everything but the summary. */
    public void rest(Head atRest) {
        head = atRest;
        past = null;
        tail.restartAfter(atRest.seq());
    }

    /** Shows a new head. Its updates must have been kept before. */
    public void show(Head newHead) {
        head = newHead;
    }

    // --- readers

    /**
     * The session's whole state, also of one at rest, which is then read from the journal on the caller's thread and
     * brought nowhere: for looking through many sessions once.
     *
     * @param stop whether nobody waits for it any more
     * @return empty if it cannot be read, or nobody waits
     */
    public Optional<SessionState> readState(BooleanSupplier stop) {
        Head now = head;
        if (now.isLoaded() || journalFile == null) {
            return Optional.of(now.state());
        }
        try {
            return JournalPast.fold(sessionId, journalFile, stop).filter(state -> state.info() != null);
        } catch (IOException e) {
            LOG.warn("The journal of {} cannot be read: {}", sessionId, e.toString());
            return Optional.empty();
        }
    }

    /** Whether all updates of the session can be read at a lower cost than its snapshot. */
    public boolean reachesStart() {
        JournalPast older = past;
        return tail.reachesAfter() == 0 || (older != null && older.isCheapAfter(0));
    }

    /** Whether a client that stands at the cursor can go on, and does so at a lower cost than with a snapshot. */
    public boolean canContinue(Cursor cursor, Head at) {
        if (!at.generations().isGood(cursor, at.seq())) {
            return false;
        }
        JournalPast older = past;
        return cursor.seq() >= tail.reachesAfter() || (older != null && older.isCheapAfter(cursor.seq()));
    }

    /**
     * The updates after {@code after} up to {@code upTo}, which must be the seq of a head that was shown: as many as
     * fit the weight, at least one where there is one. What the tail no longer keeps is read from the journal, on the
     * caller's thread; chunks that can be merged then count with their text alone.
     *
     * @return empty if it cannot be read (any more): a snapshot says more
     */
    public Optional<List<JournaledUpdate>> read(long after, long upTo, long weight) {
        Optional<List<JournaledUpdate>> newest = tail.read(after, upTo, weight);
        JournalPast older = past;
        if (newest.isPresent() || older == null) {
            return newest;
        }
        try {
            return Optional.of(older.read(after, upTo, weight));
        } catch (IOException e) {
            LOG.warn("The journal of {} cannot be read after {}: {}", sessionId, after, e.toString());
            return Optional.empty();
        }
    }
}
