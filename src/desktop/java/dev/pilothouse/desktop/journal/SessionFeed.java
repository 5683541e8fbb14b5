package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readable view of one session: its state at a seq, its generations, its newest updates, and the older ones by way
 * of the journal. A reader takes the state at seq k and then the updates after k. It misses none and gets none twice,
 * because the updates of a state become readable before the state is published.
 *
 * <p>An unused session is at rest: its head has a summary and no state. A reader that needs the state takes a
 * {@link Look}. If there is room, the session is loaded, and its next head is published as usual; otherwise
 * {@link #readState} reads the journal.
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
    private final @Nullable Path journalFile;
    /** Null at rest, and if there is no journal. */
    private volatile @Nullable JournalHistory past;

    private volatile BooleanSupplier onWanted = () -> false;
    private volatile Runnable onNeeded = () -> {};

    /** A hold on a session. While one is open, the session stays in memory if the host has room. */
    public interface Look extends AutoCloseable {
        /** Idempotent. */
        @Override
        void close();
    }

    /** A published version of the session. */
    public sealed interface Head {
        Generations generations();

        WatchLabel label();

        /** The reason why the session is stopped, if its state does not contain it; otherwise empty. */
        HostText trouble();

        long seq();

        /** Null before the first update. */
        @Nullable
        Activity activity();

        /** Whether the session has been created in the journal. */
        boolean isKnown();

        /** Whether a turn runs, as in the {@link #summary}, which costs far more. */
        default boolean hasTurn() {
            Activity activity = activity();
            return trouble().isEmpty() && activity != null && activity.turn() != null;
        }

        /** The overview's entry. It reads the last lines of the transcript, so not for each update. */
        SessionSummary summary();
    }

    /**
     * The whole state is in memory.
     *
     * @param state with the whole transcript
     * @param evidence the reason for the label, null without one
     * @param lastActive host time of the newest activity
     */
    public record Loaded(
            SessionState state,
            Generations generations,
            WatchLabel label,
            @Nullable WatchEvidence evidence,
            Instant lastActive,
            HostText trouble)
            implements Head {

        public Loaded(
                SessionState state, Generations generations, WatchLabel label, Instant lastActive, HostText trouble) {
            this(state, generations, label, null, lastActive, trouble);
        }

        @Override
        public long seq() {
            return state.seq();
        }

        @Override
        public @Nullable Activity activity() {
            return state.activity();
        }

        @Override
        public boolean isKnown() {
            return state.info() != null;
        }

        @Override
        public SessionSummary summary() {
            return withJournalFailure(SessionSummary.of(state, label, evidence, lastActive), trouble);
        }
    }

    /** Only a summary is in memory. @param trouble why the session cannot be read, or empty */
    public record AtRest(SessionSummary stored, Generations generations, HostText trouble) implements Head {
        @Override
        public WatchLabel label() {
            return stored.label();
        }

        @Override
        public long seq() {
            return stored.headSeq();
        }

        @Override
        public @Nullable Activity activity() {
            return stored.activity();
        }

        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public SessionSummary summary() {
            return withJournalFailure(stored, trouble);
        }
    }

    /** Shows the trouble in the summary, because it can no longer be journaled. */
    private static SessionSummary withJournalFailure(SessionSummary plain, HostText trouble) {
        return trouble.isEmpty()
                ? plain
                : new SessionSummary(
                        plain.sessionId(),
                        plain.name(),
                        plain.agentId(),
                        plain.agentName(),
                        plain.agentSessionId(),
                        plain.cwd(),
                        plain.modeName(),
                        plain.modelName(),
                        new Activity(
                                SessionPhase.FAILED,
                                null,
                                null,
                                LastEvent.ERROR,
                                trouble.text(),
                                null,
                                plain.lastActive(),
                                trouble.code()),
                        WatchLabel.NONE,
                        null,
                        plain.headSeq(),
                        plain.open(),
                        plain.lastTurn(),
                        plain.lastLine(),
                        plain.lastLines(),
                        plain.lastNotes(),
                        plain.queued(),
                        plain.queueIds(),
                        plain.drafts(),
                        plain.organisation(),
                        plain.createdAt(),
                        plain.lastActive());
    }

    /** @param journalFile from which a session at rest is read; null if there is none */
    public SessionFeed(SessionId sessionId, @Nullable Path journalFile) {
        this(sessionId, journalFile, TAIL_UPDATES, TAIL_WEIGHT);
    }

    /** @param tailUpdates number of updates kept for readers @param tailWeight their approximate characters */
    public SessionFeed(SessionId sessionId, int tailUpdates, long tailWeight) {
        this(sessionId, null, tailUpdates, tailWeight);
    }

    private SessionFeed(SessionId sessionId, @Nullable Path journalFile, int tailUpdates, long tailWeight) {
        this.sessionId = sessionId;
        this.journalFile = journalFile;
        this.tail = new SessionTail(tailUpdates, tailWeight);
        this.head = new Loaded(
                SessionState.empty(sessionId), Generations.NONE, WatchLabel.NONE, Instant.EPOCH, HostText.NONE);
    }

    public SessionId sessionId() {
        return sessionId;
    }

    public Head head() {
        return head;
    }

    // --- holds

    /**
     * Sets the callbacks that load a session at rest. Both run on any thread and must not block.
     *
     * @param wanted loads the session if there is room, and returns whether it does
     * @param needed always loads the session
     */
    public void onWanted(BooleanSupplier wanted, Runnable needed) {
        onWanted = wanted;
        onNeeded = needed;
    }

    /** Loads the session and keeps it in memory until the look is closed, if there is room. Never blocks. */
    public Look hold() {
        looks.incrementAndGet();
        // Must follow the increment: a session that goes to rest checks the count once more afterwards.
        if (head instanceof AtRest) {
            requestLoad();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                looks.decrementAndGet();
            }
        };
    }

    /** Loads a session at rest if there is room. Never blocks. @return whether it is being loaded */
    public boolean requestLoad() {
        return onWanted.getAsBoolean();
    }

    /** Loads a session at rest in any case, because its journal must be repaired. Never blocks. */
    public void need() {
        onNeeded.run();
    }

    public boolean isHeld() {
        return looks.get() > 0;
    }

    // --- the session's lane

    /**
     * From now on readers can read the updates before the tail from the journal. The tail starts at the journal's head.
     */
    public void attach(SessionJournal journal) {
        past = journal.history();
        tail.restartAfter(journal.head());
    }

    /** Keeps an update for readers. It becomes visible with the next {@link #show}. */
    public void append(JournaledUpdate update) {
        if (past != null && !isHeld()) {
            // No reader is present. A later reader reads the update from the journal.
            tail.restartAfter(update.seq());
        } else {
            tail.add(update);
        }
    }

    /** Drops everything but the summary. */
    public void unload(AtRest atRest) {
        head = atRest;
        detach();
    }

    /** Drops the updates. The head stays. */
    public void detach() {
        past = null;
        tail.restartAfter(head.seq());
    }

    /** Publishes a new head. Its updates must have been kept before. */
    public void show(Head newHead) {
        head = newHead;
    }

    // --- readers

    /**
     * The session's whole state. At rest, it is read from the journal on the caller's thread and not kept in memory.
     * For one scan over many sessions.
     *
     * @param stop whether the caller no longer needs the result
     * @return empty if the journal cannot be read, or after {@code stop}
     */
    public Optional<SessionState> readState(BooleanSupplier stop) {
        if (head instanceof Loaded loaded) {
            return Optional.of(loaded.state());
        }
        Path file = Objects.requireNonNull(journalFile, "a session at rest has a journal");
        try {
            return JournalHistory.fold(sessionId, file, stop).filter(state -> state.info() != null);
        } catch (IOException e) {
            LOG.warn("The journal of {} cannot be read: {}", sessionId, e.toString());
            return Optional.empty();
        }
    }

    /** Whether reading all updates of the session costs less than its snapshot. */
    public boolean hasAll() {
        JournalHistory older = past;
        return tail.firstAfter() == 0 || (older != null && older.isCheapAfter(0));
    }

    /** Whether a client at this cursor can continue with updates, and at a lower cost than a snapshot. */
    public boolean canContinue(Cursor cursor, Head at) {
        if (!at.generations().isGood(cursor, at.seq())) {
            return false;
        }
        JournalHistory older = past;
        return cursor.seq() >= tail.firstAfter() || (older != null && older.isCheapAfter(cursor.seq()));
    }

    /**
     * The updates after {@code after} up to {@code upTo}, which must be the seq of a published head. Returns as many as
     * fit the weight, and at least one if there is one. Updates that the tail no longer keeps are read from the journal
     * on the caller's thread. For those, a mergeable chunk counts its text alone.
     *
     * @return empty if they cannot be read, or no longer; the client then needs a snapshot
     */
    public Optional<List<JournaledUpdate>> read(long after, long upTo, long weight) {
        Optional<List<JournaledUpdate>> newest = tail.read(after, upTo, weight);
        JournalHistory older = past;
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
