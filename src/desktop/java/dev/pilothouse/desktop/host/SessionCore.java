package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AppliedProfile;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.desktop.process.CachedProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's turn, its agent run and its open questions, with the transitions between them. Every action of a client
 * or the agent ends in one of these methods.
 *
 * <p>Confined to the session's lane.
 */
final class SessionCore {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCore.class);
    static final HostText NO_ANSWER_CANCELLED = HostText.of(HostTextCode.NO_ANSWER_CANCELLED);
    /** The code of the note that a crashed agent is restarted. */
    static final String AGENT_RESTARTS = "agentRestarts";
    /** The code of the note that a crashed agent is not restarted. */
    static final String AGENT_STAYS_STOPPED = "agentStaysStopped";

    static final HostText NO_ANSWER_CLOSED = HostText.of(HostTextCode.NO_ANSWER_AGENT_ENDED);
    private static final HostText NOT_NEEDED = HostText.of(HostTextCode.NO_ANSWER_NEEDED);

    private final SessionLog log;
    private final TranscriptWriter transcriber;
    private final PromptAssembler intake;
    private final AgentLauncher launcher;
    private final Executor workers;
    private final Runs runs;
    /** The adapter's id of each open question. */
    private final Map<PendingId, String> asks = new HashMap<>();

    private final AnswerHistory answers;

    private @Nullable AgentRun run;
    private @Nullable TurnId turn;
    /** The start of the turn on the uptime clock; null if this run of the host did not begin it. */
    private @Nullable Instant turnBegan;
    /** The part of the session's cost that belongs to ended turns; negative if the agent has reported none. */
    private double counted;
    /** Whether the cost of the last ended turn is unknown, and this run of the host has ended it. */
    private boolean unpriced;

    /** The turn whose prompt waits until the files are kept. */
    private @Nullable TurnId unsent;
    /** The snapshot of the files before the turn; empty if there is none. */
    private String snapshot = "";

    private boolean restoring;
    /** Whether the agent is about to start for prompts that waited for a budget. */
    private boolean startsForQueue;

    private boolean cancelling;
    /** Null if the host cancels. */
    private @Nullable Cause cancelCause;

    private @Nullable Cause modeCause;
    private @Nullable Cause modelCause;
    private @Nullable Cause optionCause;
    private SessionUpdate.StartWish wish = SessionUpdate.StartWish.NONE;
    private @Nullable Cause startWhenGone;
    /** For the first prompt of an agent that knows nothing of the session yet; else empty. */
    private String instructions = "";

    private final RestartPlanner restarts = new RestartPlanner();
    private boolean acceptsReplay;
    /** The agent's login that its next start uses; null for none. */
    private @Nullable String login;

    private boolean closed;

    /** The operations that a core needs from the session around it. */
    interface Runs {
        /** A new run that has not started. */
        AgentRun createRun();

        void prepared(AgentRun run, AgentAdapter adapter);

        /** Called on a worker with the measured usage of the agent's processes. */
        void onUsage(AgentRun run, ProcessUsage usage);

        /** Called on a worker when a stopped agent has ended. */
        void onStopped(AgentRun run);

        /** Whether the device behind this cause currently has that scope. */
        boolean covers(Cause cause, Scope needed);

        /**
         * A clock that cannot be set and that stops while the machine sleeps; see {@link HostSession.Services#awake}.
         */
        Instant uptime();

        /** Keeps the files of a directory before a turn. @param then called once, on the lane */
        void keepFiles(Path directory, Consumer<FileUndo.Before> then);

        /** Brings the files of a directory back. @param then called once, on the lane */
        void restoreFiles(Path directory, String snapshot, Consumer<FileUndo.After> then);

        /**
         * Starts the job that creates the session's worktree, unless it is there or on its way.
         *
         * @param cause null if no device has just asked for it
         * @return whether the worktree is there
         */
        boolean provide(WorktreeSpec worktree, @Nullable Cause cause) throws RefusedException;

        /** Whether something of the host waits for the answers to its questions. */
        boolean isAsking(String asker);

        /** Delivers the answer to a question of the host. */
        void answered(String asker, String key, QuestionAnswer answer);

        /** Whether the agent works in a copy of a working tree, in which it may only read. */
        boolean isReadOnly();

        /**
         * Records what a turn has used, before its end is written.
         *
         * @param cost negative if unknown
         */
        void onTurnEnd(TurnId turn, TokenCount tokens, double cost, String currency);

        /**
         * Records a cost that the agent has reported after the end of a turn.
         *
         * @param number unique among the late costs of the turn
         * @param completes whether the cost of the turn was unknown
         */
        void onLateCost(TurnId turn, double cost, String currency, long number, boolean completes);

        /** The limit of a reached budget that cancels turns. @param cost of the running turn; negative if unknown */
        Optional<HostText> reachedByCost(double cost, String currency);

        /** Whether a budget is reached, so that no turn may start. */
        boolean isOverBudget();

        /** Asks a person to raise the budget, unless that question is open. */
        void askForBudget();

        /** Runs a task on the lane after a delay. */
        Cancellable schedule(Duration delay, Runnable task);
    }

    /** @param workers run blocking tasks: ending an agent's processes */
    SessionCore(
            SessionLog log,
            TranscriptWriter transcriber,
            PromptAssembler intake,
            AgentLauncher launcher,
            Executor workers,
            AnswerHistory answers,
            Runs runs) {
        this.log = log;
        this.intake = intake;
        this.transcriber = transcriber;
        this.launcher = launcher;
        this.workers = workers;
        this.answers = answers;
        this.runs = runs;
        this.counted = log.state().usage().cost();
    }

    SessionState state() {
        return log.state();
    }

    @Nullable
    AgentRun run() {
        return run;
    }

    /** The current run. Called only while there is one. */
    AgentRun currentRun() {
        return Objects.requireNonNull(run, "no run");
    }

    @Nullable
    TurnId turn() {
        return turn;
    }

    @Nullable
    String questionId(PendingId pendingId) {
        return asks.get(pendingId);
    }

    void asked(PendingId pendingId, String askId) {
        asks.put(pendingId, askId);
    }

    Optional<PendingId> pendingOf(String askId) {
        return asks.entrySet().stream()
                .filter(entry -> entry.getValue().equals(askId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void answered(PendingId pendingId) {
        asks.remove(pendingId);
    }

    boolean isReadOnly() {
        return runs.isReadOnly();
    }

    /** Whether the host is ending the session for good. */
    boolean isClosed() {
        return closed;
    }

    boolean isCancelling() {
        return cancelling;
    }

    void modeRequested(Cause cause) {
        modeCause = cause;
    }

    void modelRequested(Cause cause) {
        modelCause = cause;
    }

    void optionRequested(Cause cause) {
        optionCause = cause;
    }

    @Nullable
    Cause takeOptionCause() {
        Cause cause = optionCause;
        optionCause = null;
        return cause;
    }

    @Nullable
    Cause takeModeCause() {
        Cause cause = modeCause;
        modeCause = null;
        return cause;
    }

    @Nullable
    Cause takeModelCause() {
        Cause cause = modelCause;
        modelCause = null;
        return cause;
    }

    /** Whether there has been a conversation, here or before the session was taken over. */
    boolean hasHadTurn() {
        return turn != null
                || state().lastTurn() != null
                || state().transcript().items().stream().anyMatch(Item.UserItem.class::isInstance);
    }

    /** Whether the agent's replay of its history is added to the journal. */
    boolean acceptsReplay() {
        return acceptsReplay;
    }

    // --- the agent's run

    /** Starts the agent at a person's request, with the session's mode and model. */
    Optional<AgentLauncher.Launch.Refused> start(@Nullable Cause cause) {
        restarts.unplan();
        AgentRun fresh = runs.createRun();
        Optional<AgentLauncher.Launch.Refused> refused = start(cause, fresh);
        if (refused.isEmpty()) {
            restarts.countOf(fresh).reset();
        }
        return refused;
    }

    private Optional<AgentLauncher.Launch.Refused> start(@Nullable Cause cause, AgentRun fresh) {
        WorktreeSpec worktree = wish.worktree();
        if (worktree != null) {
            try {
                if (!runs.provide(worktree, cause)) {
                    awaitWorktree(cause);
                    return Optional.empty();
                }
            } catch (RefusedException e) {
                login = null;
                return Optional.of(new AgentLauncher.Launch.Refused(e.code(), e.sentence()));
            }
        }
        SessionInfo info = log.info();
        boolean begun = hasHadTurn();
        String chosenLogin = login;
        login = null;
        String past = orNull(begun ? info.agentSessionId() : wish.agentSessionId());
        AgentLauncher.Launch launch = launcher.launch(
                new AgentLauncher.LaunchRequest(
                        state().sessionId(),
                        info.agentId(),
                        info.cwd(),
                        past,
                        presentMode(),
                        presentModel(),
                        !begun && past != null && wish.forkOf().isEmpty(),
                        null,
                        orNull(wish.profile()),
                        !begun && !wish.forkOf().isEmpty(),
                        chosenLogin),
                fresh.inbox());
        if (launch instanceof AgentLauncher.Launch.Refused refused) {
            return Optional.of(refused);
        }
        AgentLauncher.Launch.Prepared prepared = (AgentLauncher.Launch.Prepared) launch;
        fresh.agreed(prepared);
        runs.prepared(fresh, prepared.adapter());
        log.write(cause, new SessionUpdate.AgentStarting());
        withdraw(OpenPending::isLogin);
        started(fresh);
        return Optional.empty();
    }

    /** The session is starting until {@link #onWorktree}. */
    private void awaitWorktree(@Nullable Cause cause) {
        if (cause != null || log.activity().phase() != SessionPhase.STARTING) {
            log.write(cause, new SessionUpdate.AgentStarting());
        }
    }

    /** The job that creates the session's worktree has ended. @param fault empty if it succeeded */
    void onWorktree(HostText fault) {
        if (closed || log.isBroken() || run != null || log.activity().phase() != SessionPhase.STARTING) {
            // The session was closed meanwhile, or has started already.
            return;
        }
        HostText text = fault.isEmpty()
                ? start(null).map(AgentLauncher.Launch.Refused::sentence).orElse(HostText.NONE)
                : fault;
        if (!text.isEmpty()) {
            login = null;
            log.write(null, new SessionUpdate.AgentExited(null, false, text.bounded(4000)));
        }
    }

    /** Whether the session waits for its worktree, and no agent has run in it. */
    private boolean awaitsWorktree() {
        return wish.worktree() != null
                && log.activity().phase() == SessionPhase.STARTING
                && log.info().agentSessionId().isEmpty();
    }

    /** Sets the start options of the person who created the session. They apply until a conversation has begun. */
    void requestStart(SessionUpdate.StartWish made) {
        wish = made;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Sets the current run, whose start is journaled. Its process starts once that is on disk. */
    void started(AgentRun fresh) {
        run = fresh;
        acceptsReplay = !hasHadTurn();
        transcriber.startRun();
        log.afterSync(
                () -> {
                    if (run == fresh && !fresh.isStopping()) {
                        fresh.adapter().start();
                    }
                },
                () -> {});
    }

    private @Nullable String presentMode() {
        String mode = state().offer().modeId();
        return orNull(mode.isEmpty() ? wish.mode() : mode);
    }

    private @Nullable String presentModel() {
        String model = state().offer().modelId();
        return orNull(model.isEmpty() ? wish.model() : model);
    }

    void ready(AgentEvent.Ready event) {
        // An agent without memory in a session with a past has lost it, even if it reports a new session.
        ContextRestore memory =
                event.memory() == ContextRestore.NEW && hasHadTurn() ? ContextRestore.LOST : event.memory();
        currentRun().onReady();
        launcher.rememberSupport(log.info().agentId(), event.offers());
        Batch batch = log.batch();
        batch.add(
                null,
                new SessionUpdate.AgentStarted(
                        TextCutter.line(event.title(), 200),
                        TextCutter.line(event.version(), 200),
                        event.agentSessionId(),
                        memory,
                        event.support()));
        if (memory == ContextRestore.LOST) {
            transcriber.pause();
            batch.add(
                    null,
                    seq -> new SessionUpdate.Note(
                            new ItemId(seq),
                            NoteLevel.WARNING,
                            "memoryLost",
                            HostText.of(HostTextCode.MEMORY_LOST),
                            ""));
        }
        instructions = memory == ContextRestore.KEPT ? "" : event.profile().instructions();
        add(batch, event.profile());
        log.write(batch);
        startNext();
    }

    /** Adds what the agent got of the profile, if it differs from the last start, and warnings about the rest. */
    private void add(Batch batch, AppliedProfile applied) {
        SessionProfile before = log.info().profile();
        SessionProfile now = applied.shown().withCallsOf(before);
        boolean changed =
                !before.isNone() && !now.revision().isEmpty() && !now.revision().equals(before.revision());
        if (now.isNone() || now.equals(before) && applied.warnings().isEmpty()) {
            return;
        }
        transcriber.pause();
        if (!now.equals(before)) {
            batch.add(null, new SessionUpdate.ProfileApplied(now));
        }
        if (changed) {
            addProfileNote(batch, NoteLevel.INFO, HostText.of(HostTextCode.PROFILE_CHANGED, now.name()));
        }
        applied.warnings().forEach(warning -> addProfileNote(batch, NoteLevel.WARNING, warning));
        now.servers().stream()
                .filter(server -> !server.sent() && !before.servers().contains(server))
                .forEach(server -> addProfileNote(
                        batch,
                        NoteLevel.WARNING,
                        HostText.of(HostTextCode.PROFILE_SERVER_SKIPPED, server.name(), now.name(), server.reason())));
    }

    private static void addProfileNote(Batch batch, NoteLevel level, HostText text) {
        batch.add(null, seq -> new SessionUpdate.Note(new ItemId(seq), level, "profile", text.bounded(4000), ""));
    }

    /** A tool call has this title. Records the first call of a tool of a server of the profile. */
    void toolCalled(String title) {
        SessionProfile before = log.info().profile();
        SessionProfile now = before.afterCall(title);
        if (now != before) {
            log.write(null, new SessionUpdate.ProfileApplied(now));
        }
    }

    /** The agent's process has ended, or never started. The turn and the questions end in the same batch. */
    void onAgentGone(
            AgentRun over, @Nullable Integer exitCode, boolean expected, HostText text, @Nullable SessionUpdate last) {
        Batch batch = log.batch();
        endTurn(batch, StopReason.INTERRUPTED, text, null, PendingAnswer.Outcome.CLOSED, NO_ANSWER_CLOSED);
        batch.add(null, last == null ? new SessionUpdate.AgentExited(exitCode, expected, text) : last);
        boolean crashed = !expected && last == null && over.hasCrashed(exitCode);
        Optional<Duration> pause = crashed && startWhenGone == null && !closed && !log.isBroken()
                ? planRestart(batch, over, exitCode, text)
                : Optional.empty();
        writeEnd(batch);
        run = null;
        release(over.adapter());
        pause.ifPresent(this::restartAfter);
        startAfterGone();
    }

    /** Adds a note about a crashed agent. @return the delay before the restart; empty if it stays stopped */
    private Optional<Duration> planRestart(Batch batch, AgentRun crashed, @Nullable Integer exitCode, HostText text) {
        RestartPolicy policy = crashed.terms().restart();
        if (!policy.resumes()) {
            return Optional.empty();
        }
        RestartTracker.Verdict verdict =
                restarts.countOf(crashed).crashed(crashed.adapter().process(), policy, runs.uptime());
        Optional<Duration> pause = verdict.pause();
        // The turn's end already contains the rest.
        HostText words =
                CrashText.of(policy, exitCode, pause, verdict.count(), crashed.hasFailed() ? HostText.NONE : text);
        batch.add(
                null,
                seq -> new SessionUpdate.Note(
                        new ItemId(seq),
                        pause.isPresent() ? NoteLevel.WARNING : NoteLevel.ERROR,
                        pause.isPresent() ? AGENT_RESTARTS : AGENT_STAYS_STOPPED,
                        words,
                        ""));
        return pause;
    }

    private void restartAfter(Duration pause) {
        restarts.planned(runs.schedule(pause, this::restart));
    }

    private void restart() {
        restarts.unplan();
        if (run != null || closed || log.isBroken()) {
            return;
        }
        if (log.isStalled()) {
            // No agent can start on a full disk. This is not the agent's failure, so it does not count.
            restartAfter(RestartTracker.MAX_PAUSE);
            return;
        }
        AgentRun fresh = runs.createRun();
        fresh.markRestart();
        start(null, fresh).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.sentence()));
    }

    /** Cancels a planned restart. */
    void remainStopped() {
        restarts.unplan();
        login = null;
        withdraw(OpenPending::isLogin);
    }

    private void startAfterGone() {
        Cause cause = startWhenGone;
        startWhenGone = null;
        if (cause == null || closed) {
            return;
        }
        dropUncovered();
        if (covers(cause, Scope.STEER) || !state().queue().isEmpty()) {
            start(cause).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.sentence()));
        }
    }

    /** Has a worker measure the resource usage of the agent's processes, if one runs. */
    void sampleUsage(CachedProcessTable look) {
        AgentRun seen = run;
        if (seen != null && seen.isReady()) {
            workers.execute(() -> seen.adapter().usage(look.recent()).ifPresent(usage -> runs.onUsage(seen, usage)));
        }
    }

    /** @return whether that is the current run */
    boolean used(AgentRun seen, ProcessUsage usage) {
        if (run != seen) {
            return false;
        }
        OptionalLong passed = seen.used(log.now(), usage);
        if (passed.isPresent()) {
            note(
                    NoteLevel.WARNING,
                    "memoryLimit",
                    HostText.of(
                            HostTextCode.MEMORY_LIMIT,
                            megabytes(passed),
                            megabytes(seen.terms().limits().memoryBytes())));
        }
        return true;
    }

    private static long megabytes(OptionalLong bytes) {
        return bytes.orElse(0) / (1024 * 1024);
    }

    /** Starts the agent again as soon as the ending one has ended. */
    void startWhenGone(@Nullable Cause cause) {
        startWhenGone = cause;
    }

    /** Ends the agent at a person's request. Its exit is journaled when it has happened. */
    void stopAgent() {
        restarts.unplan();
        AgentRun stopping = run;
        if (stopping == null || stopping.isStopping()) {
            return;
        }
        stopping.stopping();
        end(stopping);
    }

    /** Ends the turn and the agent. Only while an agent runs. @return the seq of the session's end */
    long closeSession(@Nullable Cause cause) {
        Batch batch = log.batch();
        endTurn(
                batch,
                StopReason.CANCELLED,
                HostText.of(HostTextCode.SESSION_CLOSED),
                null,
                PendingAnswer.Outcome.CLOSED,
                HostText.of(HostTextCode.NO_ANSWER_SESSION_CLOSED));
        long seq = batch.add(cause, new SessionUpdate.SessionClosed());
        log.write(batch);
        stopAgentAfterSync();
        return seq;
    }

    /**
     * The session of an agent that is to be deleted.
     *
     * @param running the agent that must end before; empty if none runs
     */
    record Doomed(AgentLauncher.LaunchRequest request, Optional<AgentAdapter> running) {}

    /** Ends the agent, so that it can delete its session. */
    Doomed closeForDeletion() {
        AgentRun ending = run;
        startWhenGone(null);
        remainStopped();
        if (ending != null && !ending.isStopping()) {
            closeSession(null);
        }
        SessionInfo info = log.info();
        return new Doomed(
                new AgentLauncher.LaunchRequest(
                        state().sessionId(),
                        info.agentId(),
                        info.cwd(),
                        orNull(info.agentSessionId()),
                        null,
                        null,
                        false,
                        null,
                        orNull(wish.profile()),
                        false,
                        null),
                Optional.ofNullable(ending).map(AgentRun::adapter));
    }

    /** As {@link #stopAgent()}, once all writes are on disk. From now on the agent gets no prompt. */
    void stopAgentAfterSync() {
        AgentRun stopping = currentRun();
        stopping.stopping();
        log.afterSync(() -> end(stopping), () -> end(stopping));
    }

    private void end(AgentRun stopping) {
        workers.execute(() -> {
            stopping.adapter().close();
            runs.onStopped(stopping);
        });
    }

    /** For an adapter that reported nothing when it was closed, for example because it had not become ready. */
    void stopped(AgentRun over) {
        if (run == over) {
            onAgentGone(over, null, true, HostText.of(HostTextCode.AGENT_WAS_ENDED), null);
        }
    }

    private void release(AgentAdapter adapter) {
        workers.execute(adapter::close);
    }

    /**
     * Ends everything in one batch because the host closes; nothing starts again.
     *
     * @return the agent to close; empty if none runs
     */
    Optional<AgentAdapter> retire(HostText text) {
        closed = true;
        restarts.unplan();
        AgentRun over = run;
        run = null;
        if (over == null) {
            return Optional.empty();
        }
        Batch batch = log.batch();
        endTurn(batch, StopReason.INTERRUPTED, text, null, PendingAnswer.Outcome.CLOSED, NO_ANSWER_CLOSED);
        batch.add(null, new SessionUpdate.AgentExited(null, true, text));
        over.stopping();
        writeEnd(batch);
        // The events that wait for a full disk are dropped, so that the agent can end.
        over.resume();
        return Optional.of(over.adapter());
    }

    /** A broken journal must not keep the agent's processes alive. The next start writes the missing updates. */
    private void writeEnd(Batch batch) {
        try {
            log.write(batch);
        } catch (SessionLog.StoppedException e) {
            LOG.warn("The end of the agent of {} is not in the journal: {}", state().sessionId(), e.getMessage());
        }
    }

    /** Whether nothing runs and no question is open, so that a restart of the host has nothing to end. */
    static boolean isSettled(Activity activity, List<OpenPending> open) {
        return activity.turn() == null
                && open.isEmpty()
                && (activity.phase() == SessionPhase.GONE
                        || activity.phase() == SessionPhase.NEEDS_LOGIN
                        || activity.phase() == SessionPhase.FAILED);
    }

    /** Whether the session can go to rest: there is no agent, and nothing waits for one. */
    boolean isSettled() {
        return run == null
                && turn == null
                && !restoring
                && !startsForQueue
                && startWhenGone == null
                && !restarts.isPlanned()
                && isSettled(
                        log.activity(),
                        // Nothing in memory waits for the answer to a question how to log in.
                        state().open().stream().filter(open -> !open.isLogin()).toList());
    }

    /** Ends what was running when the previous run of the host ended. */
    void recover() {
        boolean waited = asksForBudget();
        withdrawAbandoned();
        if (waited && !asksForBudget()) {
            // The budget has begun again while no host ran.
            startsForQueue = true;
            runs.schedule(Duration.ZERO, this::startForQueue);
        }
        Activity activity = log.activity();
        if (isSettled(activity, ofAgent(state().open()))) {
            return;
        }
        if (awaitsWorktree()) {
            runs.schedule(Duration.ZERO, () -> onWorktree(HostText.NONE));
            return;
        }
        boolean agentRan = activity.phase() != SessionPhase.GONE
                && activity.phase() != SessionPhase.NEEDS_LOGIN
                && activity.phase() != SessionPhase.FAILED;
        turn = activity.turn();
        HostText text = HostText.of(HostTextCode.HOST_HAD_ENDED);
        Batch batch = log.batch();
        endTurn(batch, StopReason.INTERRUPTED, text, null, PendingAnswer.Outcome.CLOSED, NO_ANSWER_CLOSED);
        if (agentRan) {
            batch.add(null, new SessionUpdate.AgentExited(null, true, text));
        }
        log.write(batch);
    }

    // --- turns

    /** After an interrupted turn the process is about to end, so the next prompt waits for the next run. */
    boolean canStartTurn() {
        return run != null && run.isReady() && !run.hasFailed() && turn == null && !closed && !restoring;
    }

    /** Whether a budget is reached, so that no turn may start. */
    boolean isOverBudget() {
        return runs.isOverBudget();
    }

    /** Whether a new prompt may start a turn at once. */
    boolean mayStartTurn() {
        return canStartTurn() && !runs.isOverBudget();
    }

    /** Goes on if the budgets let it, and cancels the turn if they say so. */
    void onBudget() {
        boolean waited = asksForBudget();
        withdrawAbandoned();
        cancelIfOverBudget();
        if (waited && !asksForBudget() && run == null) {
            // A restart of the host has ended the agent. Without one, no prompt would start.
            startForQueue();
        } else if (!state().queue().isEmpty()) {
            startNext();
        }
    }

    private boolean asksForBudget() {
        return state().open().stream().anyMatch(SessionCore::isAboutBudget);
    }

    private static boolean isAboutBudget(OpenPending open) {
        HostQuestion host = open.pending().host();
        return host != null && host.asker().startsWith(UsageRecorder.ASKER + "/");
    }

    /** Starts the agent for prompts that waited for a budget. */
    private void startForQueue() {
        startsForQueue = false;
        if (run == null && !closed && !log.isBroken() && !state().queue().isEmpty()) {
            start(null).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.sentence()));
        }
    }

    /** Cancels the turn if a budget that does so is reached, also by the cost of the turn so far. */
    void cancelIfOverBudget() {
        if (turn == null || cancelling) {
            return;
        }
        Usage now = state().usage();
        runs.reachedByCost(costSinceLastTurn(now), now.currency()).ifPresent(limit -> {
            note(NoteLevel.WARNING, "budget", HostText.of(HostTextCode.BUDGET_CANCELS, limit));
            cancel(null);
        });
    }

    /** Whether the device behind this cause currently has that scope. */
    boolean covers(Cause cause, Scope needed) {
        return runs.covers(cause, needed);
    }

    /** Begins a turn with the first queued prompt whose device still has permission, if the agent is free. */
    void startNext() {
        if (!canStartTurn()) {
            return;
        }
        dropUncovered();
        List<QueuedPrompt> queue = state().queue();
        if (!queue.isEmpty() && runs.isOverBudget()) {
            runs.askForBudget();
        } else if (!queue.isEmpty()) {
            QueuedPrompt next = queue.get(0);
            begin(
                    next.text(),
                    next.attachments(),
                    next.cause(),
                    next.author(),
                    queue.subList(1, queue.size()),
                    state().review().of(next.cause().requestId()));
        }
    }

    /** Removes prompts from the queue whose device was revoked or lost its scope, or has expired, and adds a note. */
    private void dropUncovered() {
        Map<Boolean, List<QueuedPrompt>> queue = state().queue().stream()
                .collect(Collectors.partitioningBy(prompt -> covers(prompt.author(), Scope.STEER)));
        List<QueuedPrompt> dropped = Objects.requireNonNull(queue.get(false));
        if (dropped.isEmpty()) {
            return;
        }
        transcriber.pause();
        Batch batch = log.batch();
        batch.add(null, new SessionUpdate.QueueChanged(Objects.requireNonNull(queue.get(true))));
        addNotSent(batch, PermissionNoteText.dropped(dropped), PermissionNoteText.notQuoted(dropped));
        log.write(batch);
        withdrawIfNothingWaits();
    }

    /** Adds a note that the host dropped something because its device has lost its permission. */
    private void addNotSent(Batch batch, HostText text, String detail) {
        batch.add(null, seq -> new SessionUpdate.Note(new ItemId(seq), NoteLevel.WARNING, "notSent", text, detail));
    }

    /** Adds a note that a command of a device was dropped. */
    void notSent(Cause cause, HostTextCode what) {
        note(NoteLevel.WARNING, "notSent", HostText.of(what, cause.deviceName()));
    }

    /**
     * Begins a turn.
     *
     * @param author the device that wrote the current text
     * @param rest the remaining queue, or null if the prompt was not queued
     * @param review the comments that the prompt sends
     * @return seq of the user message
     */
    long begin(
            String text,
            List<Attachment> attachments,
            Cause cause,
            Cause author,
            @Nullable List<QueuedPrompt> rest,
            List<CommentId> review) {
        transcriber.pause();
        acceptsReplay = false;
        Batch batch = log.batch();
        if (rest != null) {
            batch.add(null, new SessionUpdate.QueueChanged(rest));
        }
        long message = batch.add(cause, seq -> new SessionUpdate.UserMessage(new ItemId(seq), text, attachments));
        TurnId mine = new TurnId(batch.add(null, new SessionUpdate.TurnStarted()));
        if (!review.isEmpty()) {
            batch.add(null, new SessionUpdate.ReviewSent(cause.requestId(), review, mine));
        }
        log.write(batch);
        turn = mine;
        turnBegan = runs.uptime();
        AgentRun target = currentRun();
        log.afterSync(
                () -> {
                    if (run == target && mine.equals(turn)) {
                        keepFiles(mine, () -> send(target, mine, author, text, attachments));
                    }
                },
                () -> {});
        return message;
    }

    private void send(AgentRun target, TurnId mine, Cause author, String text, List<Attachment> attachments) {
        if (run != target || !mine.equals(turn)) {
            return;
        }
        if (covers(author, Scope.STEER)) {
            List<PromptPart> parts = intake.parts(text, attachments, log.info());
            target.adapter().prompt(instructions.isEmpty() ? parts : instructed(parts));
        } else {
            abandonStart(author);
        }
    }

    /** Adds the instructions of the profile, marked as such. A command of the agent must stay at the beginning. */
    private List<PromptPart> instructed(List<PromptPart> parts) {
        String name = log.info().profile().name();
        PromptPart block = new PromptPart.Text("<profile-instructions profile=\"" + name.replace('"', '\'') + "\">\n"
                + instructions + "\n</profile-instructions>");
        instructions = "";
        boolean command = !parts.isEmpty()
                && parts.get(0) instanceof PromptPart.Text first
                && first.text().startsWith("/");
        List<PromptPart> all = new ArrayList<>(parts);
        all.add(command ? parts.size() : 0, block);
        note(NoteLevel.INFO, "profile", HostText.of(HostTextCode.PROFILE_INSTRUCTIONS, name));
        return all;
    }

    /**
     * Keeps the files of the session's directory, then continues. A snapshot that comes too late is not one of the state
     * before the turn, so it is not used.
     */
    private void keepFiles(TurnId mine, Runnable then) {
        if (!launcher.placeOf(log.info().agentId()).isEmpty()) {
            then.run();
            return;
        }
        unsent = mine;
        Cancellable limit;
        try {
            limit = runs.schedule(
                    KeptFileService.PATIENCE.plusMillis(200),
                    () -> filesKept(mine, FileUndo.Before.failed(HostText.of(HostTextCode.FILES_HOST_BUSY)), then));
        } catch (RejectedExecutionException full) {
            filesKept(mine, FileUndo.Before.failed(HostText.of(HostTextCode.FILES_SESSION_BUSY)), then);
            return;
        }
        runs.keepFiles(Path.of(log.info().cwd()), before -> {
            limit.cancel();
            filesKept(mine, before, then);
        });
    }

    private void filesKept(TurnId mine, FileUndo.Before before, Runnable then) {
        if (!mine.equals(unsent)) {
            return;
        }
        unsent = null;
        if (!mine.equals(turn)) {
            return;
        }
        if (!before.snapshot().isEmpty()) {
            snapshot = before.snapshot();
            log.write(null, new SessionUpdate.TurnSnapshot(mine, snapshot));
        } else if (!before.problem().isEmpty()) {
            note(NoteLevel.WARNING, "notKept", HostText.of(HostTextCode.FILES_NOT_KEPT, before.problem()));
        }
        then.run();
    }

    /** Sets the snapshot of the turn that the journal ends in, or of the last one. */
    void rememberSnapshot(SessionUpdate.TurnSnapshot kept) {
        snapshot = kept.snapshot();
    }

    /** Whether files are being brought back. No turn begins meanwhile. */
    boolean isRestoring() {
        return restoring;
    }

    /** Brings files back, and adds a note with the result. Called while no turn runs. */
    void restoreFiles(Cause cause, String from) {
        restoring = true;
        log.afterSync(
                () -> {
                    if (!launcher.placeOf(log.info().agentId()).isEmpty()) {
                        // A directory of the host may have the same path.
                        filesRestored(FileUndo.After.refused(HostText.of(HostTextCode.FILES_NOT_HERE)));
                    } else if (covers(cause, Scope.STEER)) {
                        runs.restoreFiles(Path.of(log.info().cwd()), from, this::filesRestored);
                    } else {
                        restoring = false;
                        notSent(cause, HostTextCode.NOT_PASSED_ON_RESTORE);
                        startNext();
                    }
                },
                () -> restoring = false);
    }

    private void filesRestored(FileUndo.After after) {
        restoring = false;
        transcriber.pause();
        log.write(
                null,
                seq -> new SessionUpdate.Note(
                        new ItemId(seq),
                        after.done() ? NoteLevel.INFO : NoteLevel.ERROR,
                        after.done() ? "filesRestored" : "filesNotRestored",
                        after.text().bounded(4000),
                        after.detail(),
                        after.snapshot()));
        startNext();
    }

    /** Makes the comments of the open turn drafts again, because its prompt was not sent to the agent. */
    private void returnReview(Batch batch) {
        List<ReviewComment> unsentComments = state().review().comments().stream()
                .filter(comment -> Objects.equals(comment.turn(), turn))
                .toList();
        if (turn != null && !unsentComments.isEmpty()) {
            batch.add(
                    null,
                    new SessionUpdate.ReviewSent(
                            Objects.requireNonNull(unsentComments.get(0).prompt()),
                            unsentComments.stream().map(ReviewComment::id).toList(),
                            null));
        }
    }

    /** Ends a turn whose prompt was not sent to the agent. */
    private void abandonStart(Cause author) {
        transcriber.pause();
        Batch batch = log.batch();
        addNotSent(batch, HostText.of(HostTextCode.NOT_PASSED_ON_PROMPT, author.deviceName()), "");
        returnReview(batch);
        endTurn(batch, StopReason.CANCELLED, HostText.NONE, null, PendingAnswer.Outcome.CANCELLED, NO_ANSWER_CANCELLED);
        log.write(batch);
        startNext();
    }

    /** Handles the agent's report that its turn has ended. */
    void turnDone(StopReason reason, HostText text, boolean last, TokenCount tokens) {
        if (last) {
            // Queued and later prompts wait for the agent's next run.
            currentRun().stopping();
        }
        if (turn == null) {
            return;
        }
        if (reason == StopReason.INTERRUPTED) {
            currentRun().markFailed();
        }
        Batch batch = log.batch();
        boolean cancelled = reason == StopReason.CANCELLED;
        endTurn(
                batch,
                reason,
                text,
                cancelCause,
                cancelled ? PendingAnswer.Outcome.CANCELLED : PendingAnswer.Outcome.CLOSED,
                cancelled ? NO_ANSWER_CANCELLED : HostText.of(HostTextCode.NO_ANSWER_TURN_ENDED),
                tokens);
        log.write(batch);
        startNext();
    }

    /** Asks the agent to end the turn, and closes its questions in the same step. @param cause null for the host */
    void cancel(@Nullable Cause cause) {
        if (cancelling) {
            return;
        }
        if (unsent != null && unsent.equals(turn)) {
            // The agent has not received the prompt, so it has nothing to cancel.
            Batch batch = log.batch();
            returnReview(batch);
            endTurn(
                    batch,
                    StopReason.CANCELLED,
                    HostText.NONE,
                    cause,
                    PendingAnswer.Outcome.CANCELLED,
                    NO_ANSWER_CANCELLED);
            log.write(batch);
            startNext();
            return;
        }
        cancelling = true;
        cancelCause = cause;
        Batch batch = log.batch();
        closePendings(batch, cause, PendingAnswer.Outcome.CANCELLED, NO_ANSWER_CANCELLED);
        log.write(batch);
        AgentRun target = currentRun();
        TurnId mine = Objects.requireNonNull(turn);
        log.afterSync(
                () -> {
                    if (run == target && mine.equals(turn)) {
                        target.adapter().cancel();
                    }
                },
                () -> {});
    }

    /** Adds the end of the open turn, if there is one, and of the open questions to the batch. */
    void endTurn(
            Batch batch,
            StopReason reason,
            HostText text,
            @Nullable Cause cause,
            PendingAnswer.Outcome outcome,
            HostText whyNoAnswer) {
        endTurn(batch, reason, text, cause, outcome, whyNoAnswer, TokenCount.NONE);
    }

    private void endTurn(
            Batch batch,
            StopReason reason,
            HostText text,
            @Nullable Cause cause,
            PendingAnswer.Outcome outcome,
            HostText whyNoAnswer,
            TokenCount tokens) {
        closePendings(batch, null, outcome, whyNoAnswer);
        if (reason == StopReason.INTERRUPTED) {
            TranscriptWriter.closeCompactions(batch, state());
        }
        TurnId ending = turn;
        if (ending != null) {
            long now = log.now().toEpochMilli();
            TranscriptWriter.closeOpenCalls(batch, state(), ending.started(), now);
            long duration = turnBegan == null
                    ? timeOfEarlierHost()
                    : Duration.between(turnBegan, runs.uptime()).toMillis();
            String kept = snapshot;
            recordUsage(ending, tokens);
            batch.add(
                    cause,
                    seq -> new SessionUpdate.TurnEnded(
                            new ItemId(seq), ending, reason, text.bounded(4000), duration, tokens, kept));
        }
        snapshot = "";
        unsent = null;
        turn = null;
        turnBegan = null;
        cancelling = false;
        cancelCause = null;
        transcriber.pause();
    }

    /** Agents report the cost of the whole session. */
    private void recordUsage(TurnId ending, TokenCount tokens) {
        Usage now = state().usage();
        double cost = turnBegan == null ? -1 : costSinceLastTurn(now);
        if (now.cost() >= 0) {
            counted = now.cost();
        }
        unpriced = cost < 0;
        runs.onTurnEnd(ending, tokens, cost, cost < 0 ? "" : now.currency());
    }

    /** The part of the session's cost that belongs to no ended turn; negative if unknown. */
    private double costSinceLastTurn(Usage now) {
        // The first report on a session that began elsewhere includes turns that the host has not seen.
        if (now.cost() < 0 || counted < 0 && !wish.agentSessionId().isEmpty()) {
            return -1;
        }
        double before = Math.max(0, counted);
        // A sum does not shrink, so the agent has restarted its count.
        return now.cost() < before ? now.cost() : now.cost() - before;
    }

    /** Records a cost that is reported between two turns: it belongs to the last one. Called before it is journaled. */
    void costReported(Usage now) {
        LastTurn last = state().lastTurn();
        if (turn != null || last == null || now.cost() < 0) {
            return;
        }
        if (now.cost() < counted) {
            // An agent that loads a session may report its sums again, from the first turn on.
            return;
        }
        double late = costSinceLastTurn(now);
        counted = now.cost();
        if (late > 0) {
            runs.onLateCost(last.turn(), late, now.currency(), log.head() + 1, unpriced);
            unpriced = false;
        }
    }

    /** How long a turn ran that an earlier run of the host began. The time without a host is not part of it. */
    private long timeOfEarlierHost() {
        Instant began = log.activity().turnStartedAt();
        return began == null
                ? 0
                : Math.max(
                        0, Duration.between(began, log.summary().lastActive()).toMillis());
    }

    /** Closes the agent's questions. Those of the host stay open. */
    private void closePendings(Batch batch, @Nullable Cause cause, PendingAnswer.Outcome outcome, HostText why) {
        for (OpenPending open : ofAgent(state().open())) {
            batch.add(cause, closing(open, outcome, why));
            asks.remove(open.pending().pendingId());
        }
    }

    private static SessionUpdate closing(OpenPending open, PendingAnswer.Outcome outcome, HostText why) {
        return new SessionUpdate.PendingAnswered(
                open.item(), open.pending().pendingId(), PendingAnswer.none(outcome, why));
    }

    private static List<OpenPending> ofAgent(List<OpenPending> open) {
        return open.stream().filter(each -> each.pending().host() == null).toList();
    }

    // --- questions of the host

    /** Asks a question of the host, continues it if it is open, or delivers the answer that it has. */
    void ask(QuestionRequest request) {
        Optional<AnswerHistory.Given> given = answers.find(request.asker(), request.key());
        if (given.isPresent()) {
            deliver(given.get());
            return;
        }
        boolean open = state().open().stream().anyMatch(each -> isOf(each, request.asker(), request.key()));
        withdraw(each -> isOf(each, request.asker()) && !isOf(each, request.asker(), request.key()));
        if (!open) {
            transcriber.pause();
            log.write(
                    null,
                    seq -> new SessionUpdate.PendingAsked(
                            new ItemId(seq),
                            new Pending(
                                    new PendingId("p" + seq),
                                    PendingKind.PERMISSION,
                                    TextCutter.line(request.title().text(), 500),
                                    request.detail(),
                                    null,
                                    request.options(),
                                    List.of(),
                                    null,
                                    "",
                                    new HostQuestion(
                                            request.asker(),
                                            request.key(),
                                            request.scope(),
                                            request.title().code()))));
        }
    }

    private static boolean isOf(OpenPending open, String asker) {
        HostQuestion host = open.pending().host();
        return host != null && host.asker().equals(asker);
    }

    private static boolean isOf(OpenPending open, String asker, String key) {
        HostQuestion host = open.pending().host();
        return host != null && host.asker().equals(asker) && host.key().equals(key);
    }

    /** The answer to a question of the host is on disk. */
    void hostAnswered(HostQuestion question, PendingAnswer answer, Cause by) {
        answers.add(question, answer, by);
        answers.find(question.asker(), question.key()).ifPresent(this::deliver);
    }

    private void deliver(AnswerHistory.Given given) {
        boolean covered = covers(given.by(), given.question().scope());
        if (given.question().isLogin()) {
            if (covered) {
                LoginQuestion.chosen(given.optionId()).ifPresent(this::logIn);
            }
            return;
        }
        runs.answered(
                given.question().asker(),
                given.question().key(),
                new QuestionAnswer(
                        covered ? given.optionId() : "",
                        given.by().deviceId(),
                        given.by().deviceName()));
    }

    /** Asks which of its logins the agent starts. Does nothing if it has none, or starts already. */
    void askForLogin(List<LoginMethod> methods) {
        if (!methods.isEmpty() && run == null && !closed && !log.isBroken()) {
            ask(LoginQuestion.of(state().sessionId(), log.head() + 1, methods));
        }
    }

    /** Starts the agent with one of its logins. */
    private void logIn(String method) {
        if (run == null && !closed && !log.isBroken()) {
            login = method;
            start(null).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.sentence()));
        }
    }

    /** Closes the open questions of an asker of the host. */
    void withdraw(String asker) {
        withdraw(open -> isOf(open, asker));
    }

    /** Closes the questions of the host whose asker has ended with an earlier run of the host. */
    private void withdrawAbandoned() {
        withdraw(open -> {
            HostQuestion host = open.pending().host();
            return host != null && !host.isLogin() && !runs.isAsking(host.asker());
        });
    }

    /** Closes the questions about budgets if no prompt waits any more. */
    void withdrawIfNothingWaits() {
        if (state().queue().isEmpty()) {
            withdraw(SessionCore::isAboutBudget);
        }
    }

    private void withdraw(Predicate<OpenPending> which) {
        List<OpenPending> over = state().open().stream().filter(which).toList();
        if (over.isEmpty()) {
            return;
        }
        Batch batch = log.batch();
        over.forEach(open -> batch.add(null, closing(open, PendingAnswer.Outcome.CLOSED, NOT_NEEDED)));
        log.write(batch);
    }

    void note(NoteLevel level, String code, HostText text) {
        transcriber.pause();
        log.write(null, seq -> new SessionUpdate.Note(new ItemId(seq), level, code, text.bounded(4000), ""));
    }

    /** The text for a client when the agent does not run. */
    static HostText notRunning(Activity activity) {
        if (activity.phase() == SessionPhase.NEEDS_LOGIN) {
            return HostText.of(HostTextCode.AGENT_NEEDS_LOGIN, activity.detail());
        }
        return HostText.of(
                activity.phase() == SessionPhase.STARTING
                        ? HostTextCode.AGENT_STARTING
                        : HostTextCode.AGENT_NOT_RUNNING);
    }

    static ErrorCode goneCode(SessionPhase phase) {
        return phase == SessionPhase.NEEDS_LOGIN ? ErrorCode.NEEDS_LOGIN : ErrorCode.AGENT_GONE;
    }
}
