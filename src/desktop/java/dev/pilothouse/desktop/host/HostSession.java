package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.JournalDamage;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session on the host: the agent's life, the turns and the questions, journaled before they are shown.
 *
 * <p>Owns the session's lane, journal and agent. Any thread may call it; nothing waits for the lane except {@link
 * #close}. Ends with {@link #retire}, the end of the agent that it hands out, and then {@code close}.
 */
final class HostSession implements AutoCloseable, AgentRun.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(HostSession.class);

    /** How long a working agent may be silent before it is called quiet. */
    static final Duration QUIET_AFTER = Duration.ofMinutes(3);

    /** What a session needs of its host. */
    record Services(Syncer sync, AgentLauncher launcher, Executor workers, Clock clock, SessionLog.Listener listener) {}

    private final SessionId sessionId;
    private final Lane lane;
    private final SessionFeed feed;
    private final SessionLog log;
    private final SessionCore core;
    private final SessionEvents events;
    private final SessionCommands commands;
    private final RequestOutcomes outcomes;
    private final Clock clock;
    private final BlobStore blobs;
    private volatile Instant lastEvent;
    private volatile boolean hidden;

    private HostSession(Past past, SessionJournal journal, BlobStore blobs, Lane lane, Services services) {
        this.sessionId = past.feed.sessionId();
        this.lane = lane;
        this.feed = past.feed;
        this.clock = services.clock();
        this.outcomes = past.outcomes;
        this.blobs = blobs;
        this.lastEvent = clock.instant();
        feed.attach(journal);
        SessionLog.Listener listener = new SessionLog.Listener() {
            @Override
            public void onChanged(SessionFeed changed, boolean critical) {
                if (!hidden) {
                    services.listener().onChanged(changed, critical);
                }
            }

            @Override
            public void onBroken() {
                stopAgent();
                services.listener().onBroken();
            }
        };
        this.log = new SessionLog(
                journal, services.sync(), lane, clock, feed, past.outcomes, listener, past.state, past.lastActive);
        Transcriber transcriber = new Transcriber(log, new LargeContent(blobs));
        PromptIntake intake = new PromptIntake(blobs);
        this.core = new SessionCore(log, transcriber, intake, services.launcher(), services.workers(), new Runs());
        this.events = new SessionEvents(core, log, transcriber, services.launcher());
        this.commands = new SessionCommands(core, log, intake, past.outcomes);
    }

    /** A journal as it was read. */
    private static final class Past {
        private final SessionFeed feed;
        private final RequestOutcomes outcomes = new RequestOutcomes();
        private SessionState state;
        private Instant lastActive = Instant.EPOCH;
        private Cause createdBy;

        Past(SessionId sessionId) {
            feed = new SessionFeed(sessionId);
            state = SessionState.empty(sessionId);
        }

        void add(JournaledUpdate update) {
            state = SessionReducer.apply(state, update);
            outcomes.learn(update);
            if (SessionLog.isConversation(update.update())) {
                lastActive = update.at();
            }
            if (update.seq() == 1) {
                createdBy = update.cause();
            }
        }
    }

    private final class Runs implements SessionCore.Runs {
        @Override
        public AgentRun make() {
            return new AgentRun(lane);
        }

        @Override
        public void prepared(AgentRun run, AgentAdapter adapter) {
            run.prepared(adapter, HostSession.this);
        }

        @Override
        public void onStopped(AgentRun run) {
            onLane(() -> core.stopped(run));
        }
    }

    /** A session without a past; {@link #begin} gives it its first updates. */
    static HostSession create(SessionId sessionId, Path journalFile, BlobStore blobs, Lane lane, Services services)
            throws IOException {
        SessionJournal journal = SessionJournal.open(journalFile, update -> {}).journal();
        return new HostSession(new Past(sessionId), journal, blobs, lane, services);
    }

    /**
     * Journals the session's first updates. The agent starts when they are on disk.
     *
     * @param run what the catalogue prepared {@code adapter} for
     * @param onDisk runs on the lane with the session's first seq once it is on disk, with 0 if the disk refuses
     */
    void begin(
            Intent.CreateSession intent,
            Cause cause,
            String agentName,
            AgentRun run,
            AgentAdapter adapter,
            LongConsumer onDisk) {
        run.prepared(adapter, this);
        onLane(() -> writeBeginning(intent, cause, agentName, run, onDisk));
    }

    private void writeBeginning(
            Intent.CreateSession intent, Cause cause, String agentName, AgentRun run, LongConsumer onDisk) {
        Path folder = Path.of(intent.cwd()).getFileName();
        String name = folder == null ? intent.cwd() : folder.toString();
        Batch batch = log.batch();
        long first =
                batch.add(cause, new SessionUpdate.SessionCreated(intent.agentId(), agentName, intent.cwd(), name));
        if (intent.firstPrompt() != null) {
            batch.add(
                    null,
                    seq -> new SessionUpdate.QueueChanged(
                            List.of(new QueuedPrompt(seq, 1, intent.firstPrompt(), cause))));
        }
        batch.add(null, new SessionUpdate.AgentStarting());
        log.write(batch);
        core.requested(intent.mode(), intent.model());
        log.afterSync(() -> onDisk.accept(first), () -> onDisk.accept(0));
        core.started(run);
    }

    /** @param session null if the journal has not even a first update. @param createdBy null if it is not known */
    record Loading(HostSession session, Cause createdBy, Optional<JournalDamage> damage) {}

    /** A session from its journal. What ran when the host ended is over. */
    static Loading load(SessionId sessionId, Path journalFile, BlobStore blobs, Lane lane, Services services)
            throws IOException {
        Past past = new Past(sessionId);
        SessionJournal.Opening opening = SessionJournal.open(journalFile, past::add);
        if (past.state.info() == null) {
            opening.journal().close();
            return new Loading(null, null, opening.damage());
        }
        HostSession session = new HostSession(past, opening.journal(), blobs, lane, services);
        session.log.show(false);
        session.onLane(() -> {
            session.core.recover();
            opening.damage().ifPresent(damage -> session.core.note(NoteLevel.WARNING, "journalDamaged", damage.text()));
        });
        return new Loading(session, past.createdBy, opening.damage());
    }

    SessionFeed feed() {
        return feed;
    }

    BlobStore blobs() {
        return blobs;
    }

    /** Takes an intent, or refuses it at once where it can take none. */
    void submit(Submission submission) {
        Optional<RequestOutcomes.Done> done = outcomes.find(submission.cause());
        if (done.isPresent() && log.isOnDisk(done.get().seq())) {
            // Whatever keeps the session from taking on more, this has been done.
            submission.accept(done.get().outcome(), sessionId, done.get().seq());
            return;
        }
        String refusal = done.isPresent() && !log.isBroken() ? "" : log.refusal();
        if (!refusal.isEmpty()) {
            submission.refuse(ErrorCode.JOURNAL_FAILED, refusal);
        } else if (!lane.tryExecute(() -> handle(submission))) {
            submission.refuse(ErrorCode.BUSY, "The session has too much to do just now. Try again in a moment.");
        }
    }

    private void handle(Submission submission) {
        try {
            commands.handle(submission);
        } catch (RuntimeException e) {
            // Whoever asked must hear of it; the trace goes to the log by the lane's own handler.
            if (e instanceof SessionLog.StoppedException) {
                submission.refuse(ErrorCode.SHUTTING_DOWN, "The host is shutting down.");
            } else {
                submission.refuse(ErrorCode.INTERNAL, "The host failed to do that. Its log says more.");
            }
            throw e;
        }
    }

    @Override
    public void onEvent(AgentRun run, AgentEvent event) {
        lastEvent = clock.instant();
        if (log.label() != WatchLabel.NONE) {
            log.label(WatchLabel.NONE);
        }
        if (core.run() == run) {
            event.accept(events);
        }
    }

    /** From now on nobody is told of changes: the session is being removed. */
    void hide() {
        hidden = true;
    }

    /** Ends a wait for the disk, so that the session can end although it is full. */
    void stopWaiting() {
        log.stop();
    }

    private void stopAgent() {
        core.stopAgent();
    }

    /** Puts a label on a session that works and has been silent; its next sign of life takes the label off. */
    void watch() {
        Activity activity = feed.head().activity();
        boolean working = activity != null && activity.phase() == SessionPhase.WORKING;
        WatchLabel seen = working && isSilent(activity) ? WatchLabel.QUIET : WatchLabel.NONE;
        if (feed.head().label() != seen) {
            // A session whose lane is full is looked at again later: the caller looks at others too and must not wait.
            lane.tryExecute(() -> log.label(seen));
        }
    }

    /** A turn that has just begun, or goes on after an answer, is no silence, however old the last event is. */
    private boolean isSilent(Activity activity) {
        Instant limit = clock.instant().minus(QUIET_AFTER);
        return lastEvent.isBefore(limit) && activity.since().isBefore(limit);
    }

    /**
     * Ends turn, questions and whatever starts agents, in the journal.
     *
     * @param text why, for the person
     * @return the agent that the caller has to end, or null
     */
    CompletableFuture<AgentAdapter> retire(String text) {
        CompletableFuture<AgentAdapter> retired = new CompletableFuture<>();
        boolean taken = onLane(() -> {
            try {
                retired.complete(core.retire(text));
            } catch (RuntimeException e) {
                retired.completeExceptionally(e);
            }
        });
        if (!taken) {
            retired.complete(null);
        }
        return retired;
    }

    private boolean onLane(Runnable task) {
        try {
            lane.put(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has ended", sessionId);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets the lane finish and brings the journal to disk. */
    @Override
    public void close() {
        log.stop();
        lane.close();
        log.close();
    }
}
