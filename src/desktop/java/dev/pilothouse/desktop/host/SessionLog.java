package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.journal.DiskWords;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.Lane;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way by which a session changes: an update gets its seq, goes to the journal's file, then into the state, then
 * to the readers. What must not happen before the disk has it waits in the order in which it was asked for.
 *
 * <p>While the disk is full the session's own state goes ahead of the file, by what the present step writes and no more,
 * since the agent is held back and intents are refused; readers see the state of the file, and a timer tries again. The
 * lane is free all the while.
 *
 * <p>Owns the session's state and journal. Confined to the session's lane, except what is said of a method.
 */
final class SessionLog implements Syncer.Target, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    /** A label that stays is told again only so often: every client hears of it. */
    private static final Duration EVIDENCE_EVERY = Duration.ofMinutes(1);

    static final Duration RETRY = Duration.ofSeconds(1);

    /** Bytes that most steps write at most. */
    private static final int ROOM = 64 * 1024;

    /** Told after every change. */
    interface Listener {
        /** On the lane. @param critical a person should see it at once */
        void onChanged(SessionFeed feed, boolean critical);

        /** On the lane. The journal is not to be trusted any more; the session must stop. */
        void onBroken();

        /** Whether {@link #onDurable} is to be told; asked on the lane. */
        default boolean awaitsDurable() {
            return false;
        }

        /** On the lane. A critical change is on disk, and so is all that the feed shows of that kind. */
        default void onDurable(SessionFeed feed) {}

        /** On the lane. What a full disk had held back is written. */
        default void onWritable() {}
    }

    /** The journal takes nothing more: the task that wanted to write is given up. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("The session was stopped, since its journal could not be brought to disk");
        }
    }

    /** The disk did not take the first write of a step, of which nothing has happened. The message says why. */
    static final class NotWrittenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(IOException cause) {
            super(DiskWords.of(cause), cause);
        }
    }

    private record Effect(long seq, Runnable run, Runnable failed) {}

    /** A batch on its way to the file. @param after the state with it */
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
    /** What the file holds: the state but for what is unwritten. */
    private SessionState shown;

    private Instant lastActive;
    private WatchLabel label = WatchLabel.NONE;
    private WatchEvidence evidence;
    private Instant evidenceAt = Instant.EPOCH;
    private String trouble = "";
    /** Whether the next write is the first of a step that ends if the disk does not take it. */
    private boolean allOrNothing;

    private boolean syncWanted;
    private boolean durableWanted;
    private boolean durableAwaited;
    private volatile boolean stalled;
    private volatile boolean broken;
    private volatile boolean closed;

    /**
     * @param state as the journal gives it
     * @param lastActive time of the journal's newest update
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

    /** As an overview shows it, with what the file holds. */
    SessionSummary summary() {
        return SessionSummary.of(shown, WatchLabel.NONE, lastActive);
    }

    long head() {
        return state.seq();
    }

    /** Now, as exact as the journal keeps it. */
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
         * @param make gets the update's own seq, which names what it creates
         * @return that seq
         */
        long add(Cause cause, LongFunction<SessionUpdate> make) {
            seq++;
            updates.add(UpdateLimits.bound(new JournaledUpdate(seq, at, cause, make.apply(seq))));
            return seq;
        }

        long add(Cause cause, SessionUpdate update) {
            return add(cause, ignored -> update);
        }

        boolean isEmpty() {
            return updates.isEmpty();
        }
    }

    /** Writes one update. @return its seq */
    long write(Cause cause, LongFunction<SessionUpdate> make) {
        Batch batch = batch();
        long seq = batch.add(cause, make);
        write(batch);
        return seq;
    }

    long write(Cause cause, SessionUpdate update) {
        return write(cause, ignored -> update);
    }

    /** Writes, folds and shows the batch. While the disk is full it is folded, and written and shown later. */
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
            outcomes.learn(update);
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
     * Runs a step that ends with its first write if the disk does not take that, before anything has changed. What the
     * step writes after that waits for the disk, as all else does.
     *
     * @throws NotWrittenException if the first write did not fit
     */
    void firstOrNothing(Runnable step) {
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
        batch.updates().forEach(feed::keep);
        shown = batch.after();
        if (batch.updates().stream().anyMatch(update -> isConversation(update.update()))) {
            lastActive = batch.at();
        }
        syncWanted = true;
    }

    /** Brings to the file what is on its way, as far as the disk takes it. */
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
            goOn();
        } else if (any) {
            show(critical);
        }
    }

    private void stall(IOException failure) {
        if (!stalled) {
            stalled = true;
            trouble = "The journal cannot be written (" + DiskWords.of(failure)
                    + "). The session waits until it can, for example until the disk has space again.";
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

    private void goOn() {
        stalled = false;
        trouble = "";
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

    /** Giving a session a name or a place is no activity of it, so it does not move a list that is sorted by that. */
    static boolean isConversation(SessionUpdate update) {
        return !(update instanceof SessionUpdate.Organised)
                && !(update instanceof SessionUpdate.Renamed renamed && renamed.byPerson());
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

    /** Shows what the watchdog sees: a new label at once, new evidence for the same one now and then. */
    void sees(Watchdog.Sight sight) {
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

    /** Shows the present state to readers. */
    void show(boolean critical) {
        feed.show(new SessionFeed.Head(shown, journal.generations(), label, evidence, lastActive, trouble));
        listener.onChanged(feed, critical);
        if (critical && listener.awaitsDurable()) {
            durableWanted = true;
            awaitDurable();
        }
    }

    /** One effect at a time, however long the disk is full. */
    private void awaitDurable() {
        if (durableWanted && !durableAwaited) {
            durableWanted = false;
            durableAwaited = true;
            afterSync(
                    () -> {
                        durableAwaited = false;
                        if (durableWanted) {
                            // The feed shows more by now.
                            awaitDurable();
                        } else {
                            listener.onDurable(feed);
                        }
                    },
                    () -> durableAwaited = false);
        }
    }

    /**
     * Runs on the lane once everything written so far is on disk, after what was asked for before.
     *
     * @param failed runs instead if the disk refuses
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
                // The acks behind it must still go out.
                LOG.error("What waited for the journal of {} failed", feed.sessionId(), e);
            }
        }
    }

    /** On the journal-sync thread. */
    @Override
    public void sync() throws IOException {
        try {
            journal.sync();
        } catch (ClosedChannelException e) {
            // Whoever closed the journal has brought it to disk first, or has removed it: nothing is refused.
            if (!closed) {
                throw e;
            }
        }
    }

    /**
     * Brings to disk what nobody has asked to be there yet, such as the last words before a rest. A refusal breaks the
     * session as any other does.
     *
     * @return whether it is there
     */
    boolean bringToDisk() {
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
        LOG.error("The journal of {} could not be brought to disk; the session stops", feed.sessionId(), failure);
        broken = true;
        scheduleEffects();
    }

    private void scheduleEffects() {
        if (effectsScheduled.compareAndSet(false, true) && !lane.tryExecute(this::onLaneAfterSync)) {
            // A timer has a place of its own in a full queue, so acks never wait for an agent's flood to be accepted.
            lane.schedule(Duration.ZERO, this::onLaneAfterSync);
        }
    }

    private void onLaneAfterSync() {
        if (broken && trouble.isEmpty()) {
            trouble =
                    "The journal could not be brought to disk, so the session stopped. Check the disk, then restart the"
                            + " host.";
            runEffects();
            show(true);
            listener.onBroken();
            return;
        }
        runEffects();
    }

    /** Why nothing can be taken on now, or empty. Any thread. */
    String refusal() {
        if (broken) {
            return "The session's journal could not be brought to disk. Check the disk, then restart the host.";
        }
        return stalled ? "The session's journal cannot be written, for example because the disk is full." : "";
    }

    /** Why there is no room for a step that a person asks for, or empty. Asks the disk, also if nothing has failed yet. */
    String roomFault() {
        try {
            journal.requireRoom(ROOM);
            return "";
        } catch (IOException e) {
            return "The session's journal cannot be written (" + DiskWords.of(e)
                    + "). Make room on the host's disk, then try again.";
        }
    }

    /** Whether the disk is full, so that nothing more may be taken on. Any thread. */
    boolean isStalled() {
        return stalled;
    }

    /** Whether the disk refused. Any thread. */
    boolean isBroken() {
        return broken;
    }

    /** Whether the journal is on disk up to there. Any thread. */
    boolean isOnDisk(long seq) {
        return journal.synced() >= seq;
    }

    /** Whether all is written, nothing waits for the disk, and the disk is well. */
    boolean isQuiet() {
        return unwritten.isEmpty() && effects.isEmpty() && !broken;
    }

    /** After the lane has ended. What was written is on disk when this returns; what the disk refuses is given up. */
    @Override
    public void close() {
        closed = true;
        // Closed in any case: the space of a deleted file that is open is not given back, and a full disk needs it.
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
