package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.CrashCount;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.desktop.process.ProcessLook;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.AgentMemory;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's turn, its agent's life and its open questions, with the few transitions that there are between them. All
 * that a client or the agent does ends up in one of these methods.
 *
 * <p>Confined to the session's lane.
 */
final class SessionCore {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCore.class);
    static final String NO_ANSWER_CANCELLED = "The turn was cancelled before an answer.";
    static final String NO_ANSWER_CLOSED = "The agent ended before an answer.";

    private final SessionLog log;
    private final Transcriber transcriber;
    private final PromptIntake intake;
    private final AgentLauncher launcher;
    private final Executor workers;
    private final Runs runs;
    /** The adapter's id of each open question. */
    private final Map<PendingId, String> asks = new HashMap<>();

    private AgentRun run;
    private TurnId turn;
    /** When that began, on a clock that nobody sets; null if this run of the host did not begin it. */
    private Instant turnBegan;

    private Cause cancelCause;
    private Cause modeCause;
    private Cause modelCause;
    private Cause optionCause;
    private SessionUpdate.StartWish wish = SessionUpdate.StartWish.NONE;
    private Cause startWhenGone;
    private final Restarts restarts = new Restarts();
    private boolean takesReplay;
    private boolean closed;

    /** What a core asks of the session around it. */
    interface Runs {
        /** A life that has not begun. */
        AgentRun make();

        void prepared(AgentRun run, AgentAdapter adapter);

        /** On a worker: what the agent's processes use was looked at. */
        void onUsage(AgentRun run, ProcessUsage usage);

        /** On a worker: an agent that was stopped has ended. */
        void onStopped(AgentRun run);

        /** Whether the device that made this may do now what needs that scope. */
        boolean covers(Cause cause, Scope needed);

        /** A clock that nobody can set and that stands while the machine sleeps; see {@link HostSession.Services#awake}. */
        Instant awake();

        /** Runs something on the lane after a time. */
        Cancellable later(Duration delay, Runnable task);
    }

    /** @param workers run what blocks: ending an agent's processes */
    SessionCore(
            SessionLog log,
            Transcriber transcriber,
            PromptIntake intake,
            AgentLauncher launcher,
            Executor workers,
            Runs runs) {
        this.log = log;
        this.intake = intake;
        this.transcriber = transcriber;
        this.launcher = launcher;
        this.workers = workers;
        this.runs = runs;
    }

    SessionState state() {
        return log.state();
    }

    AgentRun run() {
        return run;
    }

    TurnId turn() {
        return turn;
    }

    String askOf(PendingId pendingId) {
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

    /** Whether the host is ending the session for good. */
    boolean isClosed() {
        return closed;
    }

    boolean isCancelling() {
        return cancelCause != null;
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

    Cause takeOptionCause() {
        Cause cause = optionCause;
        optionCause = null;
        return cause;
    }

    Cause takeModeCause() {
        Cause cause = modeCause;
        modeCause = null;
        return cause;
    }

    Cause takeModelCause() {
        Cause cause = modelCause;
        modelCause = null;
        return cause;
    }

    /** Whether there has been a conversation, here or before it was taken over. */
    boolean hadTurn() {
        return turn != null
                || state().lastTurn() != null
                || state().transcript().items().stream().anyMatch(Item.UserItem.class::isInstance);
    }

    /** Whether what the agent repeats of its past is news. */
    boolean takesReplay() {
        return takesReplay;
    }

    // --- the agent's life

    /** Starts the agent by a person's wish, in the mode and with the model that the session had. */
    Optional<AgentLauncher.Launch.Refused> start(Cause cause) {
        restarts.unplan();
        AgentRun fresh = runs.make();
        Optional<AgentLauncher.Launch.Refused> refused = start(cause, fresh);
        if (refused.isEmpty()) {
            restarts.countOf(fresh).forget();
        }
        return refused;
    }

    private Optional<AgentLauncher.Launch.Refused> start(Cause cause, AgentRun fresh) {
        SessionInfo info = state().info();
        boolean begun = hadTurn();
        String past = orNull(begun ? info.agentSessionId() : wish.agentSessionId());
        AgentLauncher.Launch launch = launcher.launch(
                new AgentLauncher.LaunchRequest(
                        state().sessionId(),
                        info.agentId(),
                        Path.of(info.cwd()),
                        past,
                        presentMode(),
                        presentModel(),
                        !begun && past != null),
                fresh);
        if (launch instanceof AgentLauncher.Launch.Refused refused) {
            return Optional.of(refused);
        }
        AgentLauncher.Launch.Prepared prepared = (AgentLauncher.Launch.Prepared) launch;
        fresh.agreed(prepared);
        runs.prepared(fresh, prepared.adapter());
        log.write(cause, new SessionUpdate.AgentStarting());
        started(fresh);
        return Optional.empty();
    }

    /** What the person who made the session wants of the agent's start, until one has come to a conversation. */
    void wishes(SessionUpdate.StartWish made) {
        wish = made;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The agent's start is journaled: its process starts once that is on disk. */
    void started(AgentRun fresh) {
        run = fresh;
        takesReplay = !hadTurn();
        transcriber.newLife();
        log.afterSync(
                () -> {
                    if (run == fresh && !fresh.isStopping()) {
                        fresh.adapter().start();
                    }
                },
                () -> {});
    }

    private String presentMode() {
        String mode = state().offer().modeId();
        return orNull(mode.isEmpty() ? wish.mode() : mode);
    }

    private String presentModel() {
        String model = state().offer().modelId();
        return orNull(model.isEmpty() ? wish.model() : model);
    }

    void ready(AgentEvent.Ready event) {
        // An agent that starts anew in a session with a past has lost it, whatever it calls that.
        AgentMemory memory = event.memory() == AgentMemory.NEW && hadTurn() ? AgentMemory.LOST : event.memory();
        run.becameReady();
        Batch batch = log.batch();
        batch.add(
                null,
                new SessionUpdate.AgentStarted(
                        event.title(), event.version(), event.agentSessionId(), memory, event.support()));
        if (memory == AgentMemory.LOST) {
            transcriber.pause();
            batch.add(
                    null,
                    seq -> new SessionUpdate.Note(
                            new ItemId(seq),
                            NoteLevel.WARNING,
                            "memoryLost",
                            "The agent could not load this conversation, so it has lost its memory of it. What you see"
                                    + " here is the host's record."));
        }
        log.write(batch);
        startNext();
    }

    /** The agent's process is gone, or never was. Turn and questions end in the same step. */
    void gone(AgentRun over, Integer exitCode, boolean expected, String text, SessionUpdate last) {
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

    /** Says in the session what becomes of a crashed agent. @return how long to wait; empty if it stays stopped */
    private Optional<Duration> planRestart(Batch batch, AgentRun crashed, Integer exitCode, String text) {
        RestartPolicy policy = crashed.terms().restart();
        if (!policy.resumes()) {
            return Optional.empty();
        }
        CrashCount.Verdict verdict =
                restarts.countOf(crashed).crashed(crashed.adapter().process(), policy, runs.awake());
        Optional<Duration> pause = verdict.pause();
        String words = CrashWords.of(policy, exitCode, pause, verdict.count());
        // The end of a turn has just said the rest.
        String all = crashed.hasBrokenOff() ? words : words + "\n" + text;
        batch.add(
                null,
                seq -> new SessionUpdate.Note(
                        new ItemId(seq),
                        pause.isPresent() ? NoteLevel.WARNING : NoteLevel.ERROR,
                        pause.isPresent() ? "agentRestarts" : "agentStaysStopped",
                        Texts.head(all, 4000)));
        return pause;
    }

    private void restartAfter(Duration pause) {
        restarts.planned(runs.later(pause, this::restart));
    }

    private void restart() {
        restarts.unplan();
        if (run != null || closed || log.isBroken()) {
            return;
        }
        if (log.isStalled()) {
            // A full disk takes no start; it is not the agent's fault, so it does not count.
            restartAfter(CrashCount.LONGEST_PAUSE);
            return;
        }
        AgentRun fresh = runs.make();
        fresh.asRestart();
        start(null, fresh).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.text()));
    }

    /** A planned restart is given up. */
    void stayStopped() {
        restarts.unplan();
    }

    private void startAfterGone() {
        Cause cause = startWhenGone;
        startWhenGone = null;
        if (cause == null || closed) {
            return;
        }
        dropUncovered();
        if (covers(cause, Scope.STEER) || !state().queue().isEmpty()) {
            start(cause).ifPresent(refused -> note(NoteLevel.ERROR, "startRefused", refused.text()));
        }
    }

    /** Has a worker look at what the agent's processes use, if one runs. */
    void lookAtUsage(ProcessLook look) {
        AgentRun seen = run;
        if (seen != null && seen.isReady()) {
            workers.execute(() -> seen.adapter().usage(look.recent()).ifPresent(usage -> runs.onUsage(seen, usage)));
        }
    }

    /** @return whether that is the present agent */
    boolean used(AgentRun seen, ProcessUsage usage) {
        if (run != seen) {
            return false;
        }
        OptionalLong passed = seen.used(log.now(), usage);
        if (passed.isPresent()) {
            note(
                    NoteLevel.WARNING,
                    "memoryLimit",
                    "The agent's processes take " + megabytes(passed) + " MB of memory, more than the "
                            + megabytes(seen.terms().limits().memoryBytes())
                            + " MB that its entry in agents.json names. Nothing was ended.");
        }
        return true;
    }

    private static long megabytes(OptionalLong bytes) {
        return bytes.orElse(0) / (1024 * 1024);
    }

    /** Resumes as soon as the agent that is being ended is gone. */
    void startWhenGone(Cause cause) {
        startWhenGone = cause;
    }

    /** Ends the agent by the person's wish; its exit is journaled when it has happened. */
    void stopAgent() {
        restarts.unplan();
        AgentRun stopping = run;
        if (stopping == null || stopping.isStopping()) {
            return;
        }
        stopping.stopping();
        end(stopping);
    }

    /** Like {@link #stopAgent()}, once what was written is on disk; from now on the agent gets no prompt. */
    void stopAgentAfterSync() {
        AgentRun stopping = run;
        stopping.stopping();
        log.afterSync(() -> end(stopping), () -> end(stopping));
    }

    private void end(AgentRun stopping) {
        workers.execute(() -> {
            stopping.adapter().close();
            runs.onStopped(stopping);
        });
    }

    /** For an adapter that told nothing when it was closed, such as one that had not become ready. */
    void stopped(AgentRun over) {
        if (run == over) {
            gone(over, null, true, "The agent was ended.", null);
        }
    }

    private void release(AgentAdapter adapter) {
        workers.execute(adapter::close);
    }

    /** The host closes: everything ends in one step, and nothing starts again. @return the agent to end, or null */
    AgentAdapter retire(String text) {
        closed = true;
        restarts.unplan();
        AgentRun over = run;
        run = null;
        if (over == null) {
            return null;
        }
        Batch batch = log.batch();
        endTurn(batch, StopReason.INTERRUPTED, text, null, PendingAnswer.Outcome.CLOSED, NO_ANSWER_CLOSED);
        batch.add(null, new SessionUpdate.AgentExited(null, true, text));
        over.stopping();
        writeEnd(batch);
        return over.adapter();
    }

    /** A journal that takes no more must not keep the agent's processes alive; the next start writes what is missing. */
    private void writeEnd(Batch batch) {
        try {
            log.write(batch);
        } catch (SessionLog.StoppedException e) {
            LOG.warn("The end of the agent of {} is not in the journal: {}", state().sessionId(), e.getMessage());
        }
    }

    /** Whether nothing runs and nothing is asked, so that there is nothing to end after a restart of the host. */
    static boolean isSettled(Activity activity, List<OpenPending> open) {
        return activity.turn() == null
                && open.isEmpty()
                && (activity.phase() == SessionPhase.GONE
                        || activity.phase() == SessionPhase.NEEDS_LOGIN
                        || activity.phase() == SessionPhase.FAILED);
    }

    /** Whether the session could be put away: no agent, and nobody who waits for one. */
    boolean isSettled() {
        return run == null
                && turn == null
                && startWhenGone == null
                && !restarts.isPlanned()
                && isSettled(state().activity(), state().open());
    }

    /** After the host was started again: what ran when it ended is over. */
    void recover() {
        SessionState state = state();
        Activity activity = state.activity();
        if (isSettled(activity, state.open())) {
            return;
        }
        boolean agentRan = activity.phase() != SessionPhase.GONE
                && activity.phase() != SessionPhase.NEEDS_LOGIN
                && activity.phase() != SessionPhase.FAILED;
        turn = activity.turn();
        String text = "The host ended while the agent ran.";
        Batch batch = log.batch();
        endTurn(batch, StopReason.INTERRUPTED, text, null, PendingAnswer.Outcome.CLOSED, NO_ANSWER_CLOSED);
        if (agentRan) {
            batch.add(null, new SessionUpdate.AgentExited(null, true, text));
        }
        log.write(batch);
    }

    // --- turns

    /** After a turn that broke off the process is about to go; the next prompt waits for the next life. */
    boolean canBegin() {
        return run != null && run.isReady() && !run.hasBrokenOff() && turn == null && !closed;
    }

    /** Whether the device that made this may do now what needs that scope. */
    boolean covers(Cause cause, Scope needed) {
        return runs.covers(cause, needed);
    }

    /** Begins a turn with the first prompt that waits and that its device may still send, if the agent is free. */
    void startNext() {
        if (!canBegin()) {
            return;
        }
        dropUncovered();
        List<QueuedPrompt> queue = state().queue();
        if (!queue.isEmpty()) {
            QueuedPrompt next = queue.get(0);
            begin(next.text(), next.attachments(), next.cause(), next.author(), queue.subList(1, queue.size()));
        }
    }

    /** Takes prompts out of the queue whose device was revoked or narrowed, or has expired, and says so. */
    private void dropUncovered() {
        Map<Boolean, List<QueuedPrompt>> queue = state().queue().stream()
                .collect(Collectors.partitioningBy(prompt -> covers(prompt.author(), Scope.STEER)));
        List<QueuedPrompt> dropped = queue.get(false);
        if (dropped.isEmpty()) {
            return;
        }
        transcriber.pause();
        Batch batch = log.batch();
        batch.add(null, new SessionUpdate.QueueChanged(queue.get(true)));
        addNotSent(batch, PermissionWords.dropped(dropped));
        log.write(batch);
    }

    /** The host has not passed something on, since the device that sent it may not do that any more. */
    private void addNotSent(Batch batch, String text) {
        batch.add(
                null,
                seq -> new SessionUpdate.Note(new ItemId(seq), NoteLevel.WARNING, "notSent", Texts.head(text, 4000)));
    }

    /** Says that something of a device was not passed on. */
    void notSent(Cause cause, String what) {
        note(NoteLevel.WARNING, "notSent", PermissionWords.notSent(cause, what));
    }

    /**
     * Begins a turn.
     *
     * @param author the device that wrote the text as it is now
     * @param rest what remains of the queue, or null if the prompt never waited
     * @return seq of the user message
     */
    long begin(String text, List<Attachment> attachments, Cause cause, Cause author, List<QueuedPrompt> rest) {
        transcriber.pause();
        takesReplay = false;
        Batch batch = log.batch();
        if (rest != null) {
            batch.add(null, new SessionUpdate.QueueChanged(rest));
        }
        long message = batch.add(cause, seq -> new SessionUpdate.UserMessage(new ItemId(seq), text, attachments));
        TurnId mine = new TurnId(batch.add(null, new SessionUpdate.TurnStarted()));
        log.write(batch);
        turn = mine;
        turnBegan = runs.awake();
        AgentRun target = run;
        log.afterSync(
                () -> {
                    if (run == target && mine.equals(turn)) {
                        if (covers(author, Scope.STEER)) {
                            target.adapter().prompt(intake.parts(text, attachments, state().info()));
                        } else {
                            giveUp(author);
                        }
                    }
                },
                () -> {});
        return message;
    }

    /** Ends a turn of which the agent has not heard. */
    private void giveUp(Cause author) {
        transcriber.pause();
        Batch batch = log.batch();
        addNotSent(batch, PermissionWords.notSent(author, "a prompt"));
        endTurn(batch, StopReason.CANCELLED, "", null, PendingAnswer.Outcome.CANCELLED, NO_ANSWER_CANCELLED);
        log.write(batch);
        startNext();
    }

    /** The agent says that its turn is over. */
    void turnDone(StopReason reason, String text, boolean last, TokenCount tokens) {
        if (last) {
            // What waits, and what comes meanwhile, is for the agent's next life.
            run.stopping();
        }
        if (turn == null) {
            return;
        }
        if (reason == StopReason.INTERRUPTED) {
            run.brokeOff();
        }
        Batch batch = log.batch();
        boolean cancelled = reason == StopReason.CANCELLED;
        endTurn(
                batch,
                reason,
                text,
                cancelCause,
                cancelled ? PendingAnswer.Outcome.CANCELLED : PendingAnswer.Outcome.CLOSED,
                cancelled ? NO_ANSWER_CANCELLED : "The turn ended before an answer.",
                tokens);
        log.write(batch);
        startNext();
    }

    /** Asks the agent to end the turn, and closes its questions in the same step. */
    void cancel(Cause cause) {
        if (cancelCause != null) {
            return;
        }
        cancelCause = cause;
        Batch batch = log.batch();
        closePendings(batch, cause, PendingAnswer.Outcome.CANCELLED, NO_ANSWER_CANCELLED);
        log.write(batch);
        AgentRun target = run;
        TurnId mine = turn;
        log.afterSync(
                () -> {
                    if (run == target && mine.equals(turn)) {
                        target.adapter().cancel();
                    }
                },
                () -> {});
    }

    /** Adds the end of the open turn to the batch, if there is one, and of the open questions. */
    void endTurn(
            Batch batch,
            StopReason reason,
            String text,
            Cause cause,
            PendingAnswer.Outcome outcome,
            String whyNoAnswer) {
        endTurn(batch, reason, text, cause, outcome, whyNoAnswer, TokenCount.NONE);
    }

    private void endTurn(
            Batch batch,
            StopReason reason,
            String text,
            Cause cause,
            PendingAnswer.Outcome outcome,
            String whyNoAnswer,
            TokenCount tokens) {
        closePendings(batch, null, outcome, whyNoAnswer);
        if (reason == StopReason.INTERRUPTED) {
            Transcriber.closeCompactions(batch, state());
        }
        TurnId ending = turn;
        if (ending != null) {
            long now = log.now().toEpochMilli();
            Transcriber.closeOpenCalls(batch, state(), ending.started(), now);
            long duration = turnBegan == null
                    ? sinceByTheJournal(now)
                    : Duration.between(turnBegan, runs.awake()).toMillis();
            batch.add(
                    cause,
                    seq -> new SessionUpdate.TurnEnded(
                            new ItemId(seq), ending, reason, Texts.head(text, 4000), duration, tokens));
        }
        turn = null;
        turnBegan = null;
        cancelCause = null;
        transcriber.pause();
    }

    /** Of a turn that an earlier run of the host has begun only the time of day is known. */
    private long sinceByTheJournal(long now) {
        Instant began = state().activity().turnStartedAt();
        return began == null ? 0 : Math.max(0, now - began.toEpochMilli());
    }

    private void closePendings(Batch batch, Cause cause, PendingAnswer.Outcome outcome, String why) {
        for (OpenPending open : state().open()) {
            PendingId id = open.pending().pendingId();
            batch.add(
                    cause,
                    new SessionUpdate.PendingAnswered(open.item(), id, new PendingAnswer(outcome, null, why, null)));
            asks.remove(id);
        }
    }

    void note(NoteLevel level, String code, String text) {
        transcriber.pause();
        log.write(null, seq -> new SessionUpdate.Note(new ItemId(seq), level, code, Texts.head(text, 4000)));
    }

    /** What a client is told when the agent does not run. */
    static String notRunning(SessionState state) {
        Activity activity = state.activity();
        if (activity.phase() == SessionPhase.NEEDS_LOGIN) {
            return "The agent needs a login. On the host, run: " + activity.detail();
        }
        return activity.phase() == SessionPhase.STARTING
                ? "The agent is still starting. Try again in a moment."
                : "The agent does not run. Resume the session first.";
    }

    static ErrorCode goneCode(SessionPhase phase) {
        return phase == SessionPhase.NEEDS_LOGIN ? ErrorCode.NEEDS_LOGIN : ErrorCode.AGENT_GONE;
    }
}
