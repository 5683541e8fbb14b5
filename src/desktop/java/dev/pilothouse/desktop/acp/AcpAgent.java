package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Implements the Agent Client Protocol for one session, in its own or a shared agent process. Owns its
 * {@link AcpSession} in that process. Its state changes on the session's lane: in commands, and in entries of the
 * inbox. A worker starts the process, and ends one that could not start a session. Ends when the process exits, when a
 * start fails, or with {@link #close()}.
 */
public final class AcpAgent implements AgentAdapter {
    private static final Duration INBOX_END = Duration.ofSeconds(3);

    /** Time that an agent in a shared process has to end a turn and close the session. */
    static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final AcpSetup setup;
    private final AcpConnection.Source source;
    private final Deadlines deadlines;
    private final Executor workers;
    private final AgentInbox inbox;
    private final PendingQuestions questions = new PendingQuestions();
    private final AcpEventTranslator translator;
    private final AcpSession session;
    private final AcpInbound inbound;
    private final AcpSettings settings;
    private final AcpHandshake handshake;
    private final StrayProcessReaper strays;
    private final TurnTokenCounter tokens;

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private volatile Optional<Turn> turn = Optional.empty();
    private volatile boolean closing;
    /** Whether no other session should join the process: it hangs, cannot start a session, or lacks a login. */
    private volatile boolean spoilsProcess;

    private Runnable startDeadline = () -> {};

    /** Creates an agent with its own process. */
    AcpAgent(AcpSetup setup, AgentPipe.Starter starter, Deadlines deadlines, Executor workers, AgentInbox inbox) {
        this(setup, ownProcess(setup, starter, deadlines, AcpMessages.VERSION), deadlines, workers, inbox);
    }

    /** @param workers run tasks that start and end processes, at most one of each at a time */
    public AcpAgent(
            AcpSetup setup, AcpConnection.Source source, Deadlines deadlines, Executor workers, AgentInbox inbox) {
        this.setup = setup;
        this.source = source;
        this.deadlines = deadlines;
        this.workers = workers;
        this.inbox = inbox;
        this.translator = new AcpEventTranslator(inbox::publish);
        this.session = new AcpSession(inbox);
        this.inbound = new AcpInbound(setup.name(), session, inbox, translator, questions);
        this.settings = new AcpSettings(setup.name(), session, translator);
        this.tokens = new TurnTokenCounter(setup.tokens());
        this.strays = new StrayProcessReaper(deadlines, workers, count -> inbox.post(() -> onStraysEnded(count)));
        this.handshake = new AcpHandshake(setup, session, translator, settings, this::later, this::onHandshake);
    }

    /** @param protocol the newest version of ACP that the agent is offered */
    public static AcpConnection.Source ownProcess(
            AcpSetup setup, AgentPipe.Starter starter, Deadlines deadlines, int protocol) {
        String directory = setup.cwd();
        return (session, member) ->
                new AcpConnection(setup.name(), directory, starter, deadlines, false, protocol).join(session, member);
    }

    private enum Phase {
        NEW,
        STARTING,
        READY,
        OVER
    }

    /** One prompt until its end. */
    private static final class Turn {
        private final CompletableFuture<Void> answered = new CompletableFuture<>();
        private final AtomicBoolean cancelling = new AtomicBoolean();
        private volatile Runnable deadline = () -> {};
    }

    @Override
    public void start() {
        if (phase.compareAndSet(Phase.NEW, Phase.STARTING)) {
            startDeadline = later(setup.timings().start(), this::onStartDeadline);
            CompletableFuture<Void> unused = inbound.end().thenAccept(exit -> inbox.post(() -> onEnd(exit)));
            workers.execute(this::launch);
        }
    }

    @Override
    public void prompt(List<PromptPart> parts) {
        if (!isReady() || turn.isPresent()) {
            return;
        }
        Turn begun = new Turn();
        turn = Optional.of(begun);
        JsonObject params = session.params();
        params.add("prompt", AcpPrompt.blocks(parts));
        translator.promptSent();
        strays.turnBegins(ownPipe());
        CompletableFuture<Void> unused = session.request("session/prompt", params)
                .thenAccept(outcome -> {
                    inbox.post(() -> onPromptOutcome(begun, outcome));
                    begun.answered.complete(null);
                });
    }

    @Override
    public void cancel() {
        turn.ifPresent(this::cancel);
    }

    private void cancel(Turn cancelled) {
        if (cancelled.cancelling.compareAndSet(false, true)) {
            cancelled.deadline = later(
                    setup.timings().cancel(),
                    () -> endTurn(
                            cancelled,
                            StopReason.CANCELLED,
                            HostText.of(
                                    HostTextCode.CANCEL_UNCONFIRMED,
                                    setup.name(),
                                    setup.timings().cancel().toSeconds())));
            questions.close();
            session.notify("session/cancel", session.params());
        }
        questions.cancelAll();
    }

    @Override
    public void answer(String askId, Answer answer) {
        questions.answer(askId, answer);
    }

    @Override
    public void setMode(String modeId) {
        if (isReady()) {
            settings.mode(modeId, () -> {});
        }
    }

    @Override
    public void setModel(String modelId) {
        if (isReady()) {
            settings.model(modelId, () -> {});
        }
    }

    @Override
    public void setOption(String optionId, String value) {
        if (isReady()) {
            settings.option(optionId, value, () -> {});
        }
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return session.connection().flatMap(connection -> connection.usage(inbound, table));
    }

    @Override
    public Object process() {
        return session.connection().map(AcpConnection::lock).orElse(this);
    }

    @Override
    public boolean sharesProcess() {
        return session.isShared();
    }

    @Override
    public void close() {
        boolean first = !closing;
        closing = true;
        if (phase.compareAndSet(Phase.NEW, Phase.OVER)) {
            return;
        }
        if (first && isReady()) {
            sendClose();
        }
        session.detach(spoilsProcess);
        inbox.awaitEnd(INBOX_END);
    }

    /**
     * Cancels the turn and closes the session. An own process gets its time in the stop of that process; a shared one
     * gets it here.
     */
    private void sendClose() {
        Optional<Turn> open = turn;
        cancel();
        CompletableFuture<RpcOutcome> closed = session.closeSession(session.id());
        if (session.isShared()) {
            CompletableFuture<Void> done = CompletableFuture.allOf(
                    closed, open.map(present -> present.answered).orElse(DONE));
            Runnable callOff = deadlines.after(GOODBYE, () -> done.complete(null));
            done.join();
            callOff.run();
        }
    }

    /** On a worker. */
    private void launch() {
        source.join(session, inbound);
        if (closing) {
            inbox.post(() -> fail(stopped(), false));
        } else {
            session.connection()
                    .ifPresent(connection -> connection.open(opening -> inbox.post(() -> onOpening(opening))));
        }
    }

    // ---- start, on the lane

    private void onOpening(AcpConnection.Opening opening) {
        if (opening instanceof AcpConnection.Opening.Failed failed) {
            fail(failed.code(), failed.sentence(), true);
        } else if (opening instanceof AcpConnection.Opening.Answered answered && isStarting()) {
            handshake.begin(answered.outcome());
        }
    }

    private void onHandshake(AcpHandshake.Result result) {
        if (result instanceof AcpHandshake.Result.Failed failed) {
            fail(failed.sentence(), failed.spoils());
        } else if (result instanceof AcpHandshake.Result.LoginNeeded needed) {
            needsLogin(needed.failure());
        } else if (phase.compareAndSet(Phase.STARTING, Phase.READY)) {
            startDeadline.run();
            tokens.ready(!session.id().equals(setup.resume()));
            translator.ready(session.id());
        }
    }

    private void onStartDeadline() {
        boolean hasAsked = questions.hasAsked();
        boolean loggingIn = handshake.takeLoginPeriod();
        if (isStarting() && (hasAsked || loggingIn)) {
            // The agent waited for the person, such as for a login in a browser. It gets its time again.
            startDeadline = later(setup.timings().start(), this::onStartDeadline);
        } else if (isStarting()) {
            fail(
                    startFault()
                            .timeoutText(
                                    setup.timings().start(),
                                    session.connection()
                                            .map(AcpConnection::stderrExcerpt)
                                            .orElse("")),
                    true);
        }
    }

    private StartFailureFormatter startFault() {
        return new StartFailureFormatter(
                setup.name(),
                setup.program(),
                session.connection().map(AcpConnection::directory).orElse(""),
                handshake.isInitialized(),
                session.connection().flatMap(AcpConnection::garbage));
    }

    /** @param failure why a login did not succeed; may be empty */
    private void needsLogin(HostText failure) {
        List<JsonFields> methods = translator.loginMethods();
        String command = AcpLogin.command(setup.command(), methods, setup.login());
        if (setOver()) {
            inbox.publish(new AgentEvent.LoginNeeded(
                    command,
                    failure.then(AcpLogin.sentence(setup.name(), command, methods)),
                    AcpLogin.byAgent(methods)));
            end(true, () -> {});
        }
    }

    private void fail(HostText text, boolean spoils) {
        fail(ErrorCode.AGENT_FAILED, text, spoils);
    }

    /** @param spoils whether the process is at fault */
    private void fail(ErrorCode code, HostText text, boolean spoils) {
        if (setOver()) {
            end(spoils, () -> inbox.publish(new AgentEvent.StartFailed(code, text, null)));
        }
    }

    /**
     * Marks the end. After this, only the caller's own event may be sent.
     *
     * @return whether this call was the first
     */
    private boolean setOver() {
        startDeadline.run();
        return phase.getAndSet(Phase.OVER) != Phase.OVER;
    }

    /** @param last runs on the lane after the process has ended, or this session has left it */
    private void end(boolean spoils, Runnable last) {
        spoilsProcess = spoils;
        inbox.discard();
        questions.close();
        questions.cancelAll();
        workers.execute(() -> {
            session.detach(spoils);
            inbox.post(() -> {
                last.run();
                inbox.finish();
            });
        });
    }

    // ---- turns and the end, on the lane

    private void onPromptOutcome(Turn ended, RpcOutcome outcome) {
        outcome.match(
                result -> endTurn(
                        ended,
                        AcpMessages.stopReason(JsonFields.of(result)),
                        AcpMessages.unusualReason(JsonFields.of(result)),
                        false,
                        tokens.ofTurn(AcpMessages.tokens(JsonFields.of(result)))),
                error -> onPromptError(ended, error),
                lost -> endTurn(ended, StopReason.INTERRUPTED, lost));
    }

    private boolean onPromptError(Turn ended, RpcError error) {
        if (ended.cancelling.get() || error.code() == RpcError.REQUEST_CANCELLED) {
            return endTurn(ended, StopReason.CANCELLED, HostText.NONE);
        }
        boolean loginNeeded = AcpLogin.isNeeded(error);
        boolean told = endTurn(
                ended,
                StopReason.FAILED,
                HostText.untranslated(AcpMessages.describe(error)),
                loginNeeded,
                TokenCount.NONE);
        if (loginNeeded) {
            needsLogin(HostText.NONE);
        }
        return told;
    }

    /** Ends the turn if it is still the current one. */
    private boolean endTurn(Turn ended, StopReason reason, HostText text) {
        return endTurn(ended, reason, text, false, TokenCount.NONE);
    }

    private boolean endTurn(Turn ended, StopReason reason, HostText text, boolean last, TokenCount tokens) {
        if (turn.filter(present -> present == ended).isEmpty()) {
            return false;
        }
        turn = Optional.empty();
        ended.deadline.run();
        for (String askId : questions.cancelAll()) {
            inbox.publish(new AgentEvent.AskWithdrawn(askId));
        }
        questions.reopen();
        translator.turnEnded();
        inbox.publish(new AgentEvent.TurnDone(reason, text, last, tokens));
        if (reason == StopReason.CANCELLED) {
            strays.turnCancelled(ownPipe());
        }
        return true;
    }

    private void onStraysEnded(int count) {
        if (isReady()) {
            translator.addNote(
                    false,
                    "toolsEnded",
                    count == 1
                            ? HostText.of(HostTextCode.TOOL_ENDED, setup.name())
                            : HostText.of(HostTextCode.TOOLS_ENDED, setup.name(), count));
        }
    }

    /** @param exit empty if the process continues without this session */
    private void onEnd(Optional<ProcessExit> exit) {
        // Ignores output that a shared process sent after this session left; its end is the last event.
        inbox.discard();
        boolean expected = exit.isEmpty() || exit.get().stopped() || closing;
        Integer code = exit.map(ProcessExit::code).orElse(null);
        if (isStarting()) {
            setOver();
            inbox.publish(new AgentEvent.StartFailed(
                    ErrorCode.AGENT_FAILED, expected ? stopped() : startFault().exited(exit.get()), code));
        } else if (isReady()) {
            HostText text = exit.map(ProcessExit::text).orElse(AcpSession.LEFT);
            turn.ifPresent(open -> endTurn(open, StopReason.INTERRUPTED, text));
            setOver();
            inbox.publish(new AgentEvent.Exited(code, expected, text));
        } else {
            // A failed start reports its own end.
            return;
        }
        questions.close();
        questions.cancelAll();
        inbox.finish();
    }

    private HostText stopped() {
        return HostText.of(HostTextCode.AGENT_STOPPED_EARLY, setup.name());
    }

    private Runnable later(Duration delay, Runnable action) {
        return deadlines.after(delay, () -> inbox.post(action));
    }

    private Optional<AgentPipe> ownPipe() {
        return session.connection().flatMap(AcpConnection::ownPipe);
    }

    private boolean isStarting() {
        return phase.get() == Phase.STARTING;
    }

    private boolean isReady() {
        return phase.get() == Phase.READY;
    }

    /** Returns whether the agent has ended, or is being ended. Any thread. */
    public boolean isEnding() {
        return closing || isOver();
    }

    /** Returns whether the agent has ended, or will never start. Any thread. */
    public boolean isOver() {
        return phase.get() == Phase.OVER;
    }
}
