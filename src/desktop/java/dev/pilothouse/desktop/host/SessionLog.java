package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs all changes of a session. Each update gets its seq, is appended to the journal's file, is applied to the
 * state, and is published to readers. Effects that must wait for the disk run in the order of their requests.
 *
 * <p>While the disk is full, the session's own state is ahead of the file, by no more than the current step: the agent
 * is throttled and intents are refused. Readers see the state of the file, and a timer retries. The lane is never
 * blocked.
 *
 * <p>Owns the session's state and journal. Confined to the session's lane, except where a method says otherwise.
 */
final class SessionLog implements Syncer.Target, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    /** The minimum interval between new evidence for an unchanged label, because each is sent to every client. */
    private static final Duration EVIDENCE_EVERY = Duration.ofMinutes(1);

    static final Duration RETRY = Duration.ofSeconds(1);

    /** Bytes that cover most steps. */
    private static final int ROOM = 64 * 1024;

    /** Codes of notes that the end of an agent's process causes. */
    private static final Set<String> NOTES_OF_AN_END =
            Set.of(TranscriptWriter.COMPACTION_CANCELLED, SessionCore.AGENT_RESTARTS, SessionCore.AGENT_STAYS_STOPPED);

    /** Called after every change. */
    interface Listener {
        /** On the lane. @param critical whether a person should see it at once */
        void onChanged(SessionFeed feed, boolean critical);

        /** On the lane. The journal is no longer reliable; the session must stop. */
        void onBroken();

        /** Whether {@link #onDurable} is to be called. Called on the lane. */
        default boolean awaitsDurable() {
            return false;
        }

        /** On the lane. A critical change is on disk, and so are all critical changes that the feed shows. */
        default void onDurable(SessionFeed feed) {}

        /** On the lane. Everything that waited for a full disk is written. */
        default void onWritable() {}
    }

    /** The journal accepts no more updates; the writing task is abandoned. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("the journal could not be brought to disk");
        }
    }

    /** The disk rejected the first write of a step, so nothing has changed. The message gives the reason. */
    static final class NotWrittenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient HostText reason;

        NotWrittenException(IOException cause) {
            super(IoErrorText.of(cause), cause);
            this.reason = IoErrorText.sentence(cause);
        }

        /** A clause without a full stop. */
        HostText reason() {
            return reason;
        }
    }

    private record Effect(long seq, Runnable run, Runnable failed) {}

    /** A batch that is not in the file yet. @param after the state with it */
    private record Unwritten(List<JournaledUpdate> updates, SessionState after, Instant at, boolean critical) {}

    private final SessionJournal journal;
    private final Syncer sync;
    private final Lane lane;
    private final Clock clock;
    private final SessionFeed feed;
    private final RequestOutcomes outcomes;
    private final Listener listener;
    private final ArrayDeque<Effect> effects = new ArrayDeque<>();
    private final AtomicBoolean effectsScheduled = new AtomicBoolean();
    private final ArrayDeque<Unwritten> unwritten = new ArrayDeque<>();
    private SessionState state;
    /** The state in the file, that is without unwritten updates. */
    private SessionState shown;

    private Instant lastActive;
    private WatchLabel label = WatchLabel.NONE;
    private @Nullable WatchEvidence evidence;
    private Instant evidenceAt = Instant.EPOCH;
    private HostText trouble = HostText.NONE;
    /** Whether the next write is the first of a step that is abandoned if the disk rejects it. */
    private boolean allOrNothing;

    private boolean syncWanted;
    private boolean durableWanted;
    private boolean durableAwaited;
    private volatile boolean stalled;
    private volatile boolean broken;
    private volatile boolean closed;

    /**
     * @param state the state from the journal
     * @param lastActive time of the journal's newest conversation update
     */
    SessionLog(
            SessionJournal journal,
            Syncer sync,
            Lane lane,
            Clock clock,
            SessionFeed feed,
            RequestOutcomes outcomes,
            Listener listener,
            SessionState state,
            Instant lastActive) {
        this.journal = journal;
        this.sync = sync;
        this.lane = lane;
        this.clock = clock;
        this.feed = feed;
        this.outcomes = outcomes;
        this.listener = listener;
        this.state = state;
        this.shown = state;
        this.lastActive = lastActive;
    }

    SessionState state() {
        return state;
    }

    /** Called once the session has its first update. */
    SessionInfo info() {
        return Objects.requireNonNull(state.info(), "info");
    }

    /** Called once the session has its first update. */
    Activity activity() {
        return Objects.requireNonNull(state.activity(), "activity");
    }

    /** The overview's summary of the state in the file. */
    SessionSummary summary() {
        return SessionSummary.of(shown, WatchLabel.NONE, lastActive);
    }

    long head() {
        return state.seq();
    }

    /** The current time with the journal's precision. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Batch batch() {
        return new Batch(state.seq(), now());
    }

    /** Updates that are journaled together or not at all. */
    static final class Batch {
        private final List<JournaledUpdate> updates = new ArrayList<>();
        private final Instant at;
        private long seq;

        private Batch(long seq, Instant at) {
            this.seq = seq;
            this.at = at;
        }

        /**
         * Adds an update within its {@link UpdateLimits}.
         *
         * @param make takes the update's own seq, which identifies what it creates
         * @return that seq
         */
        long add(@Nullable Cause cause, LongFunction<SessionUpdate> make) {
            seq++;
            updates.add(UpdateLimits.bound(new JournaledUpdate(seq, at, cause, make.apply(seq))));
            return seq;
        }

        long add(@Nullable Cause cause, SessionUpdate update) {
            return add(cause, ignored -> update);
        }

        boolean isEmpty() {
            return updates.isEmpty();
        }
    }

    /** Writes one update. @return its seq */
    long write(@Nullable Cause cause, LongFunction<SessionUpdate> make) {
        Batch batch = batch();
        long seq = batch.add(cause, make);
        write(batch);
        return seq;
    }

    long write(@Nullable Cause cause, SessionUpdate update) {
        return write(cause, ignored -> update);
    }

    /**
     * Writes, applies and publishes the batch. While the disk is full, the batch is applied at once, and written and
     * published later.
     */
    void write(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (broken) {
            throw new StoppedException();
        }
        boolean first = allOrNothing && !stalled;
        allOrNothing = false;
        if (first) {
            append(batch);
        }
        boolean critical = false;
        for (JournaledUpdate update : batch.updates) {
            state = SessionReducer.apply(state, update);
            outcomes.add(update);
            critical |= isCritical(update.update());
        }
        Unwritten next = new Unwritten(batch.updates, state, batch.at, critical);
        if (first) {
            written(next);
            show(critical);
            return;
        }
        unwritten.add(next);
        if (!stalled) {
            writeOut();
        }
    }

    /**
     * Runs a step that is abandoned without any change if the disk rejects its first write. Later writes of the step
     * wait for the disk as usual.
     *
     * @throws NotWrittenException if the disk rejected the first write
     */
    void runUnlessFailed(Runnable step) {
        allOrNothing = true;
        try {
            step.run();
        } finally {
            allOrNothing = false;
        }
    }

    private void append(Batch batch) {
        try {
            journal.append(batch.updates);
        } catch (IOException e) {
            if (journal.isRefused()) {
                onSyncFailed(e);
                throw new StoppedException();
            }
            LOG.warn("The journal of {} cannot be written: {}", feed.sessionId(), e.toString());
            throw new NotWrittenException(e);
        }
    }

    private void written(Unwritten batch) {
        batch.updates().forEach(feed::append);
        shown = batch.after();
        if (batch.updates().stream().anyMatch(update -> isConversation(update.update()))) {
            lastActive = batch.at();
        }
        syncWanted = true;
    }

    /** Writes pending batches to the file until the disk rejects one. */
    private void writeOut() {
        boolean critical = false;
        boolean any = false;
        while (!unwritten.isEmpty()) {
            Unwritten next = unwritten.peek();
            try {
                journal.append(next.updates());
            } catch (IOException e) {
                if (journal.isRefused()) {
                    onSyncFailed(e);
                } else {
                    stall(e);
                }
                return;
            }
            unwritten.remove();
            written(next);
            critical |= next.critical();
            any = true;
        }
        if (stalled) {
            resume();
        } else if (any) {
            show(critical);
        }
    }

    private void stall(IOException failure) {
        if (!stalled) {
            stalled = true;
            trouble = HostText.of(HostTextCode.JOURNAL_WAITS, IoErrorText.sentence(failure));
            LOG.warn("The journal of {} cannot be written: {}", feed.sessionId(), failure.toString());
        }
        show(true);
        lane.schedule(RETRY, this::retry);
    }

    private void retry() {
        if (!broken) {
            writeOut();
        }
    }

    private void resume() {
        stalled = false;
        trouble = HostText.NONE;
        LOG.info("The journal of {} can be written again", feed.sessionId());
        show(true);
        if (!effects.isEmpty()) {
            requestSync();
        }
        listener.onWritable();
    }

    private void requestSync() {
        if (syncWanted) {
            syncWanted = false;
            sync.request(this);
        }
    }

    /**
     * Whether an update counts as activity. Renaming or organising a session does not, so that it stays in its place in
     * lists sorted by activity. Neither does what the end of an agent's process causes: every restart of the host ends
     * all agents.
     */
    static boolean isConversation(SessionUpdate update) {
        if (update instanceof SessionUpdate.Renamed renamed) {
            return !renamed.byPerson();
        } else if (update instanceof SessionUpdate.TurnEnded ended) {
            return ended.reason() != StopReason.INTERRUPTED;
        } else if (update instanceof SessionUpdate.PendingAnswered answered) {
            return answered.answer().outcome() != PendingAnswer.Outcome.CLOSED;
        } else if (update instanceof SessionUpdate.ToolCallChanged changed) {
            return !changed.patch()
                    .equals(ToolCallPatch.ofStatus(
                            ToolStatus.CANCELLED, changed.patch().endedAt()));
        } else if (update instanceof SessionUpdate.Note note) {
            return !NOTES_OF_AN_END.contains(note.code());
        }
        return !(update instanceof SessionUpdate.Organised)
                && !(update instanceof SessionUpdate.CommentChanged)
                && !(update instanceof SessionUpdate.CommentRemoved)
                && !(update instanceof SessionUpdate.AgentExited);
    }

    private static boolean isCritical(SessionUpdate update) {
        return update instanceof SessionUpdate.TurnEnded
                || update instanceof SessionUpdate.PendingAsked
                || update instanceof SessionUpdate.PendingAnswered
                || update instanceof SessionUpdate.AgentExited
                || update instanceof SessionUpdate.LoginNeeded
                || update instanceof SessionUpdate.SessionCreated
                || update instanceof SessionUpdate.SessionClosed;
    }

    /** Publishes the watchdog's result: a new label at once, new evidence for the same label at intervals. */
    void onSight(Watchdog.Sight sight) {
        Instant now = now();
        boolean other = label != sight.label();
        if (other || sight.evidence() != null && !now.isBefore(evidenceAt.plus(EVIDENCE_EVERY))) {
            label = sight.label();
            evidence = sight.evidence();
            evidenceAt = now;
            show(other && label != WatchLabel.NONE);
        }
    }

    WatchLabel label() {
        return label;
    }

    /** Publishes the current state to readers. */
    void show(boolean critical) {
        feed.show(new SessionFeed.Loaded(shown, journal.generations(), label, evidence, lastActive, trouble));
        listener.onChanged(feed, critical);
        if (critical && listener.awaitsDurable()) {
            durableWanted = true;
            awaitDurable();
        }
    }

    /** At most one effect waits at a time, however long the disk is full. */
    private void awaitDurable() {
        if (durableWanted && !durableAwaited) {
            durableWanted = false;
            durableAwaited = true;
            afterSync(
                    () -> {
                        durableAwaited = false;
                        if (durableWanted) {
                            // The feed has newer changes by now.
                            awaitDurable();
                        } else {
                            listener.onDurable(feed);
                        }
                    },
                    () -> durableAwaited = false);
        }
    }

    /**
     * Runs a task on the lane once everything written so far is on disk, after earlier requests.
     *
     * @param failed runs instead if the sync fails
     */
    void afterSync(Runnable run, Runnable failed) {
        if (broken) {
            failed.run();
            return;
        }
        effects.add(new Effect(state.seq(), run, failed));
        requestSync();
        if (journal.synced() >= state.seq()) {
            runEffects();
        }
    }

    private void runEffects() {
        effectsScheduled.set(false);
        long synced = journal.synced();
        while (!effects.isEmpty() && (broken || effects.peek().seq() <= synced)) {
            Effect effect = effects.remove();
            try {
                (broken ? effect.failed() : effect.run()).run();
            } catch (RuntimeException e) {
                // Acks that follow must still be sent.
                LOG.error("A task that waited for the journal of {} failed", feed.sessionId(), e);
            }
        }
    }

    /** On the journal-sync thread. */
    @Override
    public void sync() throws IOException {
        try {
            journal.sync();
        } catch (ClosedChannelException e) {
            // The journal was synced or deleted before it was closed, so this is no failure.
            if (!closed) {
                throw e;
            }
        }
    }

    /**
     * Syncs writes for which no effect waits, such as the last ones before a rest. A failure breaks the session like
     * any other.
     *
     * @return whether everything is on disk
     */
    boolean writeToDisk() {
        if (broken) {
            return false;
        }
        try {
            if (journal.synced() < state.seq()) {
                journal.sync();
            }
            return true;
        } catch (IOException e) {
            onSyncFailed(e);
            return false;
        }
    }

    /** On the journal-sync thread. */
    @Override
    public void onSynced() {
        scheduleEffects();
    }

    /** On the journal-sync thread, or on the lane. */
    @Override
    public void onSyncFailed(IOException failure) {
        LOG.error("The journal of {} could not be synced; the session stops", feed.sessionId(), failure);
        broken = true;
        scheduleEffects();
    }

    private void scheduleEffects() {
        if (effectsScheduled.compareAndSet(false, true) && !lane.tryExecute(this::onLaneAfterSync)) {
            // A timer task has a reserved place in a full queue, so acks never wait for an agent's events.
            lane.schedule(Duration.ZERO, this::onLaneAfterSync);
        }
    }

    private void onLaneAfterSync() {
        if (broken && trouble.isEmpty()) {
            trouble = HostText.of(HostTextCode.JOURNAL_STOPPED);
            runEffects();
            show(true);
            listener.onBroken();
            return;
        }
        runEffects();
    }

    /** The reason why nothing is accepted now, or empty. Any thread. */
    HostText refusal() {
        if (broken) {
            return HostText.of(HostTextCode.JOURNAL_NOT_ON_DISK);
        }
        return stalled ? HostText.of(HostTextCode.JOURNAL_UNWRITABLE) : HostText.NONE;
    }

    /**
     * The reason why there is no room for a person's request, or empty. Tests the disk, even if nothing has failed yet.
     */
    HostText spaceFailure() {
        try {
            journal.requireRoom(ROOM);
            return HostText.NONE;
        } catch (IOException e) {
            return HostText.of(HostTextCode.JOURNAL_NO_ROOM, IoErrorText.sentence(e));
        }
    }

    /** Whether the disk is full, so that nothing more is accepted. Any thread. */
    boolean isStalled() {
        return stalled;
    }

    /** Whether a sync failed. Any thread. */
    boolean isBroken() {
        return broken;
    }

    /** Whether the journal is on disk up to this seq. Any thread. */
    boolean isOnDisk(long seq) {
        return journal.synced() >= seq;
    }

    /** Whether everything is written, no effect waits, and no sync has failed. */
    boolean isQuiet() {
        return unwritten.isEmpty() && effects.isEmpty() && !broken;
    }

    /**
     * After the lane has ended. Everything written is on disk when this returns; updates that the disk rejects are
     * dropped.
     */
    @Override
    public void close() {
        closed = true;
        // Always closed: the space of a deleted file is not freed while it is open, and a full disk needs it.
        try (journal) {
            if (!broken) {
                for (Unwritten last : unwritten) {
                    journal.append(last.updates());
                }
                journal.sync();
            }
        } catch (IOException e) {
            LOG.error("The end of the journal of {} may not be on disk: {}", feed.sessionId(), e.toString());
        }
    }
}
