package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.JournalDamage;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.journal.SessionIndex;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.desktop.process.CachedProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.desktop.worktree.WorktreeProvider;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session on the host: its agent, turns and questions. Everything is journaled before it is published. An unused
 * session is at rest, with only its summary in memory. It is loaded on its lane by the first intent, or for a reader
 * if the {@link ReaderMemoryBudget} has room, and goes back to rest when it is unused for a while. Other readers of a
 * session at rest are served from its journal.
 *
 * <p>Owns the session's lane, journal and agent. Thread-safe; no method waits for the lane except {@link #close}. Ends
 * with {@link #retire}, then the end of the agent that it returns, then {@code close}.
 */
final class HostSession implements AutoCloseable, AgentRun.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(HostSession.class);

    /** How long a session without an agent stays in memory after its last use. */
    static final Duration UNLOAD_AFTER = Duration.ofMinutes(1);

    /**
     * The host's services for a session.
     *
     * @param clock the time of day, for the journal and for display
     * @param monotonicClock a clock for durations that cannot be set and that stops while the machine sleeps
     * @param rights the current permissions of the senders of intents
     * @param worktrees provides the worktrees of sessions that start in a new one
     * @param usage records the usage of each turn, and keeps the budgets
     * @param looks the memory budget of sessions that are loaded only for readers
     * @param undo keeps files before turns
     * @param questions delivers the answers to questions of the host
     */
    record Services(
            Syncer sync,
            AgentLauncher launcher,
            Executor workers,
            Clock clock,
            SessionLog.Listener listener,
            JournalFileSystem disk,
            CachedProcessTable processes,
            Clock awake,
            DevicePermissions rights,
            ReaderMemoryBudget looks,
            FileUndo undo,
            WorktreeProvider worktrees,
            SessionQuestions questions,
            UsageRecorder usage) {}

    /** The paths of a session's data. */
    record Files(Path journal, Path index, BlobStore blobs) {
        static Files of(DataFolder folder, SessionId sessionId) {
            return new Files(folder.journal(sessionId), folder.index(sessionId), folder.blobs(sessionId));
        }
    }

    private final SessionId sessionId;
    private final Files files;
    private final Lane lane;
    private final SessionFeed feed;
    private final Services services;
    private final Clock clock;
    private final Clock monotonicClock;
    private final LoadedSession.Surroundings around;
    /** Null at rest. Written on the lane. */
    private volatile @Nullable LoadedSession loaded;

    /** Confined to the lane. */
    private final Watchdog watchdog;

    private volatile Instant lastUse;
    /** The intent that created it, if this run of the host did; else null. */
    private volatile Intent.@Nullable CreateSession begun;

    private volatile boolean hidden;
    private boolean retired;
    /** Whether the log has the present failure to load. A device could fill the log with requests otherwise. */
    private boolean failureLogged;
    /** Bytes of the {@link ReaderMemoryBudget}, released at the latest when the session rests. Guarded by this. */
    private long budgeted;

    private HostSession(SessionId sessionId, Files files, Lane lane, Services services) {
        this.sessionId = sessionId;
        this.files = files;
        this.lane = lane;
        this.feed = new SessionFeed(sessionId, files.journal());
        this.services = services;
        this.clock = services.clock();
        this.monotonicClock = services.awake();
        this.lastUse = monotonicClock.instant();
        this.watchdog = new Watchdog(Watchdog.Patience.standard(), clock, monotonicClock);
        this.around = new LoadedSession.Surroundings(feed, files.blobs(), lane, services, new Told(), new Runs());
        feed.onWanted(this::loadForView, this::ensureLoaded);
    }

    /** Brings the session if the budget has room. What a lane that refuses leaves unused is given back. */
    private boolean loadForView() {
        if (!takesFromBudget()) {
            return false;
        }
        boolean comes = ensureLoaded();
        if (!comes && !isLoaded()) {
            givesToBudget();
        }
        return comes;
    }

    private boolean ensureLoaded() {
        return lane.tryExecute(this::onLoadRequested);
    }

    /** Whether the budget allows the session in memory only for a reader. Any thread. */
    private synchronized boolean takesFromBudget() {
        if (budgeted == 0) {
            long bytes = Math.max(1, files.journal().toFile().length());
            budgeted = services.looks().tryTake(bytes) ? bytes : 0;
        }
        return budgeted > 0;
    }

    private synchronized void givesToBudget() {
        services.looks().release(budgeted);
        budgeted = 0;
    }

    /** Forwards the log's notifications. */
    private final class Told implements SessionLog.Listener {
        @Override
        public void onChanged(SessionFeed changed, boolean critical) {
            if (!hidden) {
                services.listener().onChanged(changed, critical);
            }
        }

        @Override
        public boolean awaitsDurable() {
            return !hidden && services.listener().awaitsDurable();
        }

        @Override
        public void onDurable(SessionFeed changed) {
            services.listener().onDurable(changed);
        }

        @Override
        public void onBroken() {
            loaded().core().stopAgent();
            services.listener().onBroken();
        }

        @Override
        public void onWritable() {
            loaded().resume();
        }
    }

    private final class Runs implements SessionCore.Runs {
        @Override
        public AgentRun createRun() {
            return new AgentRun(lane);
        }

        @Override
        public void prepared(AgentRun run, AgentAdapter adapter) {
            run.prepared(adapter, HostSession.this);
        }

        @Override
        public void onUsage(AgentRun run, ProcessUsage usage) {
            // The next check comes soon, so this one is dropped if the lane is full.
            lane.tryExecute(() -> {
                boolean present = loaded != null && loaded.core().used(run, usage);
                // The usage of a shared process says nothing about this session.
                if (present && !run.adapter().sharesProcess()) {
                    watchdog.used(usage);
                }
            });
        }

        @Override
        public boolean covers(Cause cause, Scope needed) {
            return services.rights().covers(cause.deviceId(), needed);
        }

        @Override
        public Instant uptime() {
            return monotonicClock.instant();
        }

        @Override
        public void onTurnEnd(TurnId turn, TokenCount tokens, double cost, String currency) {
            add(usage(turn, tokens, cost, currency));
        }

        @Override
        public void onLateCost(TurnId turn, double cost, String currency, long number, boolean completes) {
            add(usage(turn, TokenCount.NONE, cost, currency).late(number, completes));
        }

        private TurnUsage usage(TurnId turn, TokenCount tokens, double cost, String currency) {
            SessionLog log = loaded().log();
            return new TurnUsage(
                    sessionId,
                    turn,
                    log.now(),
                    log.info().agentId(),
                    log.state().offer().modelName(),
                    project(),
                    tokens,
                    cost,
                    currency,
                    "");
        }

        private void add(TurnUsage usage) {
            services.usage()
                    .add(usage)
                    .ifPresent(warning -> lane.tryExecute(() -> {
                        if (loaded != null && !retired) {
                            loaded.core().note(NoteLevel.WARNING, "budget", warning);
                        }
                    }));
        }

        /** The main checkout of the repository. The directory of an agent that runs elsewhere is not on the host. */
        private String project() {
            SessionLog log = loaded().log();
            String cwd = log.info().cwd();
            boolean here = services.launcher().placeOf(log.info().agentId()).isEmpty();
            Optional<WorkingTree> tree = here
                    ? WorkingTree.containing(
                            services.worktrees().originalOf(Path.of(cwd)).orElse(Path.of(cwd)))
                    : Optional.empty();
            return tree.map(found -> found.mainCheckout().toString()).orElse(cwd);
        }

        @Override
        public boolean isOverBudget() {
            return services.usage().isReached(sessionId, this::project);
        }

        @Override
        public Optional<HostText> reachedByCost(double cost, String currency) {
            return services.usage().reachedByCost(sessionId, this::project, cost, currency);
        }

        @Override
        public void askForBudget() {
            String project = project();
            services.workers().execute(() -> services.usage().ask(sessionId, project));
        }

        @Override
        public boolean provide(WorktreeSpec worktree, @Nullable Cause cause) throws RefusedException {
            return services.worktrees()
                    .provide(
                            sessionId,
                            worktree,
                            cause == null ? Objects.requireNonNull(loaded().createdBy(), "no creator") : cause);
        }

        @Override
        public boolean isAsking(String asker) {
            return services.questions().isAsking(asker);
        }

        @Override
        public void answered(String asker, String key, QuestionAnswer answer) {
            services.questions().answered(asker, key, answer);
        }

        @Override
        public boolean isReadOnly() {
            SessionLog log = loaded().log();
            return services.launcher().placeOf(log.info().agentId()).isEmpty()
                    && services.worktrees().isCopy(Path.of(log.info().cwd()));
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return lane.schedule(delay, task);
        }

        @Override
        public void keepFiles(Path directory, Consumer<FileUndo.Before> then) {
            services.undo().beforeTurn(sessionId, directory, before -> onLaneOrHere(() -> then.accept(before)));
        }

        @Override
        public void restoreFiles(Path directory, String snapshot, Consumer<FileUndo.After> then) {
            services.undo().restore(sessionId, directory, snapshot, after -> onLaneOrHere(() -> then.accept(after)));
        }

        /** A refusal is answered at once, on the lane itself, and must not be lost if its queue is full. */
        private void onLaneOrHere(Runnable task) {
            if (lane.isCurrent()) {
                task.run();
            } else {
                onLane(task);
            }
        }

        @Override
        public void onStopped(AgentRun run) {
            onLane(() -> {
                if (loaded != null) {
                    loaded.core().stopped(run);
                }
            });
        }
    }

    /** The job that creates the session's worktree has ended. @param fault empty if it succeeded */
    void onWorktree(HostText fault) {
        onLane(() -> {
            if (loaded != null && !retired) {
                loaded.core().onWorktree(fault);
            }
        });
    }

    /** Adds a note of the host to the transcript. The session comes to memory for that. */
    void note(NoteLevel level, String code, HostText text) {
        onLane(() -> {
            if (retired) {
                return;
            }
            try {
                load().core().note(level, code, text);
            } catch (IOException | SessionLog.StoppedException | SessionLog.NotWrittenException e) {
                LOG.warn("{} could not be told about its {}: {}", sessionId, code, e.toString());
            }
        });
    }

    /** A budget of the host was changed, or has begun again. */
    void onBudget() {
        try {
            // A timer has a place also in a full lane. The caller tells other sessions too and must not wait.
            lane.schedule(Duration.ZERO, () -> {
                if (loaded != null && !retired) {
                    loaded.core().onBudget();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("{} has too much to do to look at its budget", sessionId);
        }
    }

    /**
     * Asks a question of the host. The session comes to memory for that.
     *
     * @return false if the session is ending
     */
    boolean ask(QuestionRequest request) {
        return onLane(() -> {
            if (retired) {
                // The host ends, and the asker asks again after the next start.
                return;
            }
            try {
                load().core().ask(request);
            } catch (IOException e) {
                services.questions().notAsked(request, unreadable(e));
            } catch (SessionLog.StoppedException | SessionLog.NotWrittenException e) {
                services.questions().notAsked(request, reason(e));
            }
        });
    }

    /** Closes the open questions of an asker. A session with an open question of an asker does not rest. */
    void withdraw(String asker) {
        onLane(() -> {
            if (loaded != null && !retired) {
                loaded.core().withdraw(asker);
            }
        });
    }

    /** Creates a session without updates; {@link #begin} adds the first ones. */
    static HostSession create(SessionId sessionId, Files files, Lane lane, Services services) throws IOException {
        HostSession session = new HostSession(sessionId, files, lane, services);
        session.loaded = LoadedSession.open(files.journal(), session.around).session();
        return session;
    }

    /** The outcome of a session's first updates. One of the two methods is called once, on the session's lane. */
    interface Beginning {
        /** @param seq the session's first */
        void onDisk(long seq);

        /** The updates are not on disk, and the agent does not start. @param reason a clause without a full stop */
        void failed(HostText reason);
    }

    /**
     * Journals the session's first updates. The agent starts when they are on disk.
     *
     * @param source the name of the session that it is a fork of; empty if it is none
     * @param run the run for which the catalogue prepared {@code adapter}
     */
    void begin(
            Intent.CreateSession intent,
            Cause cause,
            String agentName,
            String source,
            AgentRun run,
            AgentAdapter adapter,
            Beginning beginning) {
        run.prepared(adapter, this);
        begun = intent;
        onLane(() -> {
            try {
                loaded().begin(intent, cause, agentName, source, run, beginning);
            } catch (SessionLog.NotWrittenException | SessionLog.StoppedException e) {
                beginning.failed(reason(e));
            }
        });
    }

    /** A clause without a full stop. */
    private static HostText reason(RuntimeException notWritten) {
        return notWritten instanceof SessionLog.NotWrittenException full
                ? full.reason()
                : HostText.of(HostTextCode.JOURNAL_SYNC_FAILED);
    }

    /** As {@link #begin}, for a session whose agent starts when its worktree is there. */
    void beginInWorktree(
            Intent.CreateSession intent, Cause cause, String agentName, WorktreeSpec worktree, Beginning beginning) {
        begun = intent;
        onLane(() -> {
            try {
                loaded().beginInWorktree(intent, cause, agentName, worktree, beginning);
            } catch (SessionLog.NotWrittenException | SessionLog.StoppedException e) {
                beginning.failed(reason(e));
            }
        });
    }

    /**
     * @param createdBy null if it is not known
     * @param beginning if it is not readable, the session only shows that
     */
    record Loading(
            HostSession session,
            @Nullable Cause createdBy,
            Optional<JournalDamage> damage,
            SessionJournal.Beginning beginning) {}

    /**
     * Loads a session that an earlier host left. With an index that matches its journal it is at rest, and the journal
     * is not read. Otherwise the journal is read on the lane, interrupted work is ended, and the session goes to rest.
     */
    static CompletableFuture<Loading> load(SessionId sessionId, Files files, Lane lane, Services services) {
        HostSession session = new HostSession(sessionId, files, lane, services);
        Optional<SessionIndex> index = SessionIndex.read(files.index(), files.journal(), sessionId);
        if (index.isPresent()) {
            session.feed.show(
                    new SessionFeed.AtRest(index.get().summary(), index.get().generations(), HostText.NONE));
            return CompletableFuture.completedFuture(
                    new Loading(session, index.get().createdBy(), Optional.empty(), SessionJournal.Beginning.READABLE));
        }
        CompletableFuture<Loading> loading = new CompletableFuture<>();
        session.onLane(() -> {
            try {
                loading.complete(session.read());
            } catch (IOException | RuntimeException e) {
                LOG.error("Session {} cannot be read; its files are kept", sessionId, e);
                loading.complete(session.notReadable(
                        e instanceof IOException failure ? failure : new IOException("its log says more", e),
                        SessionJournal.Beginning.DAMAGED));
            }
        });
        return loading;
    }

    /** Shows the last known summary of the session and why it cannot be read. */
    private Loading notReadable(IOException failure, SessionJournal.Beginning beginning) {
        SessionSummary known = SessionIndex.lastKnown(files.index(), sessionId).orElseGet(this::withoutName);
        feed.show(new SessionFeed.AtRest(known, Generations.NONE, textOf(failure)));
        return new Loading(this, null, Optional.empty(), beginning);
    }

    private SessionSummary withoutName() {
        Instant now = clock.instant();
        return new SessionSummary(
                sessionId,
                "Damaged session",
                new AgentId("unknown"),
                "",
                "",
                folder().toString(),
                "",
                "",
                new Activity(SessionPhase.FAILED, null, null, LastEvent.ERROR, "", null, now),
                WatchLabel.NONE,
                null,
                0,
                List.of(),
                null,
                "",
                "",
                List.of(),
                0,
                List.of(),
                0,
                Organisation.NONE,
                now,
                now);
    }

    private Path folder() {
        return Objects.requireNonNull(files.journal().toAbsolutePath().getParent());
    }

    private HostText textOf(IOException failure) {
        if (failure instanceof LoadedSession.NoBeginningException missing) {
            return missing.sentence(folder());
        }
        return failure instanceof NewerFileException newer
                ? IoErrorText.newer(newer)
                : HostText.of(HostTextCode.JOURNAL_UNREADABLE, IoErrorText.sentence(failure), folder());
    }

    private Loading read() throws IOException {
        SessionJournal.Beginning beginning = SessionJournal.beginning(files.journal());
        if (beginning != SessionJournal.Beginning.READABLE) {
            return notReadable(new LoadedSession.NoBeginningException(beginning), beginning);
        }
        LoadedSession.Loading loading = LoadedSession.open(files.journal(), around);
        if (!loading.session().hasBeginning()) {
            loading.session().close();
            return notReadable(
                    new LoadedSession.NoBeginningException(SessionJournal.Beginning.DAMAGED),
                    SessionJournal.Beginning.DAMAGED);
        }
        LoadedSession now = loading.session();
        loaded = now;
        failureLogged = false;
        now.log().show(false);
        now.recover(loading.damage());
        if (now.isSettled()) {
            unload();
        }
        return new Loading(this, now.createdBy(), loading.damage(), SessionJournal.Beginning.READABLE);
    }

    SessionFeed feed() {
        return feed;
    }

    /** Whether it is still starting with that session of the agent. Any thread. */
    boolean isTakingOver(AgentId agentId, String agentSessionId) {
        Intent.CreateSession made = begun;
        if (made == null
                || made.forkOf() != null
                || !agentSessionId.equals(made.agentSessionId())
                || !made.agentId().equals(agentId)) {
            return false;
        }
        SessionFeed.Head head = feed.head();
        Activity activity = head.isKnown() ? head.activity() : null;
        return activity == null || activity.phase() == SessionPhase.STARTING;
    }

    BlobStore blobs() {
        return files.blobs();
    }

    /** For steps that happen only while the session is in memory. */
    private LoadedSession loaded() {
        return Objects.requireNonNull(loaded, "at rest");
    }

    /** Whether more than its summary is in memory. Any thread. */
    boolean isLoaded() {
        return loaded != null;
    }

    // --- at rest, or in memory

    /** Loads the session into memory. On the lane. */
    private LoadedSession load() throws IOException {
        lastUse = monotonicClock.instant();
        if (loaded != null) {
            return loaded;
        }
        SessionJournal.Beginning beginning = SessionJournal.beginning(files.journal());
        if (beginning != SessionJournal.Beginning.READABLE) {
            throw new LoadedSession.NoBeginningException(beginning);
        }
        LoadedSession.Loading loading = LoadedSession.open(files.journal(), around);
        loading.damage().ifPresent(damage -> LOG.warn("Session {}: {}", sessionId, damage.text()));
        if (!loading.session().hasBeginning()) {
            loading.session().close();
            feed.detach();
            throw new LoadedSession.NoBeginningException(SessionJournal.Beginning.DAMAGED);
        }
        LoadedSession now = loading.session();
        loaded = now;
        now.log().show(false);
        now.recover(loading.damage());
        return now;
    }

    private void onLoadRequested() {
        if (retired) {
            return;
        }
        try {
            load();
        } catch (IOException e) {
            unreadable(e);
        }
    }

    /** Shows in the overview why the session cannot be loaded. Each later request tries again. */
    private HostText unreadable(IOException failure) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.error("Session {} cannot be read; its files are kept", sessionId, failure);
        }
        givesToBudget();
        HostText text = textOf(failure);
        SessionFeed.AtRest head = (SessionFeed.AtRest) feed.head();
        feed.show(new SessionFeed.AtRest(head.stored(), head.generations(), text));
        around.listener().onChanged(feed, true);
        return text;
    }

    /** Drops everything from memory but the summary. On the lane. */
    private void unload() {
        LoadedSession over = loaded();
        if (!over.log().writeToDisk()) {
            // The session shows the failure. It stays in memory, because only that copy is sure to be complete.
            return;
        }
        keepIndex(over);
        loaded = null;
        over.close();
        feed.unload(over.headAtRest());
        givesToBudget();
        if (feed.isHeld() && takesFromBudget()) {
            // A reader came meanwhile, when the session was still in memory.
            onLoadRequested();
        }
    }

    private void unloadIfUnused() {
        LoadedSession now = loaded;
        if (now != null && isUnused() && now.isSettled() && !retired && !(feed.isHeld() && takesFromBudget())) {
            unload();
        }
    }

    private boolean isUnused() {
        return lastUse.isBefore(monotonicClock.instant().minus(UNLOAD_AFTER));
    }

    private void keepIndex(LoadedSession session) {
        try {
            session.keepIndex(files.index());
        } catch (IOException e) {
            // The next start reads the journal instead.
            LOG.debug("The index of {} could not be written: {}", sessionId, e.toString());
        }
    }

    // --- intents and events

    /** Accepts an intent, or refuses it at once if it cannot be handled. */
    void submit(Submission submission) {
        LoadedSession now = loaded;
        if (now != null && answerImmediately(now, submission)) {
            return;
        }
        if (!lane.tryExecute(() -> handle(submission))) {
            submission.refuse(ErrorCode.BUSY, HostText.of(HostTextCode.SESSION_BUSY));
        }
    }

    private boolean answerImmediately(LoadedSession now, Submission submission) {
        Optional<RequestOutcomes.Done> done = now.outcomes().find(submission.cause());
        if (done.isPresent() && now.log().isOnDisk(done.get().seq())) {
            // This request has taken effect, so it is acknowledged even if the session accepts nothing new.
            if (!submission.conflicts(done.get().digest())) {
                submission.repeatOutcome(
                        done.get().outcome(), sessionId, done.get().seq());
            }
            return true;
        }
        HostText refusal = done.isPresent() && !now.log().isBroken()
                ? HostText.NONE
                : now.log().refusal();
        if (!refusal.isEmpty()) {
            submission.refuse(ErrorCode.JOURNAL_FAILED, refusal);
            return true;
        }
        return false;
    }

    /**
     * Adds findings of an agent to the review, once for the cause. The session comes to memory for that.
     *
     * @param then receives the number of findings that found no room, on any thread
     * @param failed receives the reason why nothing may be on disk, on any thread
     */
    void addFindings(List<ReviewComment> findings, Cause cause, IntConsumer then, Consumer<HostText> failed) {
        boolean taken = lane.tryExecute(() -> {
            try {
                if (retired) {
                    failed.accept(HostText.of(HostTextCode.SESSION_ENDING));
                } else {
                    load().addFindings(findings, cause, then, failed);
                }
            } catch (IOException e) {
                failed.accept(unreadable(e));
            } catch (SessionLog.StoppedException | SessionLog.NotWrittenException e) {
                failed.accept(reason(e));
            }
        });
        if (!taken) {
            failed.accept(HostText.of(HostTextCode.SESSION_BUSY));
        }
    }

    private void handle(Submission submission) {
        try {
            if (retired && loaded == null) {
                submission.refuse(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.SESSION_ENDING));
            } else if (loaded == null && submission.isForbidden() && !takesFromBudget()) {
                // A device without the permission must not fill the memory beyond the budget.
                submission.forbid();
            } else {
                load().handle(submission);
            }
        } catch (IOException e) {
            submission.refuse(ErrorCode.JOURNAL_FAILED, unreadable(e));
        } catch (RuntimeException e) {
            // The sender must get a reply. The lane's handler logs the stack trace.
            if (e instanceof SessionLog.StoppedException) {
                submission.refuse(ErrorCode.JOURNAL_FAILED, loaded().log().refusal());
            } else {
                submission.refuse(ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
            }
            throw e;
        }
    }

    @Override
    public boolean isHeldBack(AgentRun run) {
        return loaded != null && loaded.isHeldBack(run);
    }

    @Override
    public void onEvent(AgentRun run, AgentEvent event) {
        lastUse = monotonicClock.instant();
        LoadedSession now = loaded;
        if (now == null) {
            // A session rests only without an agent, so this is a late event of an agent that has ended.
            return;
        }
        watchdog.onActivity();
        if (now.log().label() != WatchLabel.NONE) {
            now.log().onSight(Watchdog.Sight.NONE);
        }
        now.onEvent(run, event);
    }

    /** Ends the agent, so that it can delete its session. Completes on the lane. */
    CompletableFuture<SessionCore.Doomed> closeForDeletion() {
        CompletableFuture<SessionCore.Doomed> closed = new CompletableFuture<>();
        boolean taken = lane.tryExecute(() -> {
            try {
                closed.complete(load().core().closeForDeletion());
            } catch (IOException e) {
                closed.completeExceptionally(new UnusableException(unreadable(e)));
            } catch (SessionLog.StoppedException | SessionLog.NotWrittenException e) {
                closed.completeExceptionally(new UnusableException(reason(e)));
            } catch (RuntimeException bug) {
                closed.completeExceptionally(bug);
                throw bug;
            }
        });
        if (!taken) {
            closed.completeExceptionally(new UnusableException(HostText.of(HostTextCode.SESSION_BUSY)));
        }
        return closed;
    }

    /** The session could not do what it should. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient HostText sentence;

        UnusableException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        HostText sentence() {
            return sentence;
        }
    }

    /** Adds a warning to the transcript, if it can be written. */
    void warn(String code, HostText text) {
        lane.tryExecute(() -> {
            try {
                load().core().note(NoteLevel.WARNING, code, text);
            } catch (IOException e) {
                unreadable(e);
            } catch (SessionLog.StoppedException | SessionLog.NotWrittenException e) {
                LOG.warn("{} got no note: {}", sessionId, text.text());
            }
        });
    }

    /** Stops all notifications, because the session is being removed. */
    void hide() {
        hidden = true;
    }

    /**
     * Labels a working session that has been silent; its next event removes the label. Puts an unused session to rest.
     */
    void checkProgress() {
        if (loaded == null) {
            return;
        }
        SessionFeed.Head head = feed.head();
        Activity activity = head.activity();
        if (activity != null && mayHaveAgent(activity.phase())) {
            lane.tryExecute(this::sampleUsage);
        }
        boolean working = activity != null && activity.phase() == SessionPhase.WORKING;
        // A session whose lane is full is checked again later. The caller checks other sessions too and must not wait.
        if (working || head.label() != WatchLabel.NONE) {
            lane.tryExecute(this::label);
        } else if (!working && isUnused()) {
            lane.tryExecute(this::unloadIfUnused);
        }
    }

    /** In {@code FAILED} only the turn may have failed while the agent still runs. */
    private static boolean mayHaveAgent(SessionPhase phase) {
        return phase == SessionPhase.IDLE
                || phase == SessionPhase.WORKING
                || phase == SessionPhase.WAITING
                || phase == SessionPhase.FAILED;
    }

    private void sampleUsage() {
        if (loaded != null) {
            loaded.core().sampleUsage(services.processes());
        }
    }

    private void label() {
        LoadedSession now = loaded;
        if (now != null) {
            now.log().onSight(watchdog.check(now.log().state().activity()));
        }
    }

    /**
     * Ends the turn, the questions and planned agent starts, in the journal.
     *
     * @param text the reason, for display
     * @return the agent that the caller must close; empty if none runs
     */
    CompletableFuture<Optional<AgentAdapter>> retire(HostText text) {
        CompletableFuture<Optional<AgentAdapter>> over = new CompletableFuture<>();
        boolean taken = onLane(() -> {
            retired = true;
            try {
                over.complete(loaded == null ? Optional.empty() : loaded.retire(text));
            } catch (RuntimeException e) {
                over.completeExceptionally(e);
            }
        });
        if (!taken) {
            over.complete(Optional.empty());
        }
        return over;
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

    /** Lets the lane finish and brings the journal to disk. Idempotent. */
    @Override
    public void close() {
        lane.close();
        givesToBudget();
        LoadedSession last = loaded;
        if (last == null) {
            return;
        }
        if (!hidden) {
            keepIndex(last);
        }
        loaded = null;
        last.close();
    }
}
