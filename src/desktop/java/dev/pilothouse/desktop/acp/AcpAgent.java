package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the Agent Client Protocol, version 1, for one session, in its own or a shared agent process. Owns its
 * {@link AcpSession} in that process and the thread {@code agent-SESSION}, which translates messages and calls the
 * listener. Commands may come from any thread and never block. State used by both is guarded by this object's monitor.
 * Ends when the process exits, when a start fails, or with {@link #close()}.
 */
public final class AcpAgent implements AgentAdapter {
    private static final Logger log = LoggerFactory.getLogger(AcpAgent.class);
    private static final Duration INBOX_END = Duration.ofSeconds(3);

    /** Time that an agent in a shared process has to end a turn and close the session. */
    static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final AcpSetup setup;
    private final AcpConnection.Source source;
    private final Deadlines deadlines;
    private final Listener listener;
    private final AgentInbox inbox;
    private final AcpInbound inbound;
    private final PendingQuestions asks = new PendingQuestions();
    private final AcpEventTranslator translator;
    private final AcpSettings settings;
    private final AcpHandshake handshake;
    private final StrayProcessReaper strays;
    private final TurnTokenCounter tokens;

    private Phase phase = Phase.NEW;
    private Optional<AcpSession> seat = Optional.empty();
    private Optional<Turn> turn = Optional.empty();
    private String sessionId = "";
    private boolean closing;
    private Runnable startDeadline = () -> {};

    /** Creates an agent with its own process. */
    AcpAgent(AcpSetup setup, AgentPipe.Starter starter, Deadlines deadlines, Listener listener) {
        this(setup, ownProcess(setup, starter, deadlines), deadlines, listener);
    }

    public AcpAgent(AcpSetup setup, AcpConnection.Source source, Deadlines deadlines, Listener listener) {
        this.setup = setup;
        this.source = source;
        this.deadlines = deadlines;
        this.listener = listener;
        this.translator = new AcpEventTranslator(this::publish);
        this.inbound = new AcpInbound(translator, asks, new Session());
        this.inbox = new AgentInbox("agent-" + setup.sessionName());
        Link link = new Link();
        this.settings = new AcpSettings(setup.name(), link, translator);
        this.tokens = new TurnTokenCounter(setup.tokens());
        this.strays = new StrayProcessReaper(link, this::onStraysEnded);
        this.handshake = new AcpHandshake(setup, link, translator, settings, new Start());
    }

    public static AcpConnection.Source ownProcess(AcpSetup setup, AgentPipe.Starter starter, Deadlines deadlines) {
        String directory = setup.cwd().toString();
        return member -> new AcpConnection(setup.name(), directory, starter, deadlines, false)
                .join(member)
                .orElseThrow();
    }

    private enum Phase {
        NEW,
        STARTING,
        READY,
        OVER
    }

    /** One prompt until its end. Guarded by the agent's monitor. */
    private static final class Turn {
        private final CompletableFuture<Void> answered = new CompletableFuture<>();
        private boolean cancelling;
        private Runnable deadline = () -> {};
    }

    @Override
    public synchronized void start() {
        if (phase == Phase.NEW && !closing) {
            phase = Phase.STARTING;
            inbox.start();
            inbox.post(this::launch);
        }
    }

    @Override
    public void prompt(List<PromptPart> parts) {
        Turn begun = new Turn();
        synchronized (this) {
            if (phase != Phase.READY || turn.isPresent()) {
                return;
            }
            turn = Optional.of(begun);
        }
        JsonObject params = inSession();
        params.add("prompt", AcpPrompt.blocks(parts));
        translator.promptSent();
        inbox.post(() -> strays.turnBegins(ownPipe()));
        CompletableFuture<Void> unused = ask("session/prompt", params, outcome -> onPromptOutcome(begun, outcome))
                .thenRun(() -> begun.answered.complete(null));
    }

    @Override
    public void cancel() {
        Turn cancelled;
        boolean first;
        synchronized (this) {
            if (turn.isEmpty()) {
                return;
            }
            cancelled = turn.get();
            first = !cancelled.cancelling;
            if (first) {
                cancelled.cancelling = true;
                cancelled.deadline = deadlines.after(
                        setup.timings().cancel(),
                        () -> inbox.post(() -> endTurn(
                                cancelled,
                                StopReason.CANCELLED,
                                setup.name() + " did not confirm the cancel within "
                                        + setup.timings().cancel().toSeconds()
                                        + " seconds. It may still be working.")));
            }
        }
        if (first) {
            currentSession().ifPresent(taken -> taken.notify("session/cancel", inSession()));
        }
        // Also on a second cancel: a question that arrived while the first cancel was being sent is still open.
        asks.cancelAll();
    }

    @Override
    public void answer(String askId, Answer answer) {
        asks.answer(askId, answer);
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
            settings.option(optionId, value);
        }
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return currentSession().flatMap(taken -> taken.usage(table));
    }

    @Override
    public Object process() {
        return currentSession().map(taken -> taken.connection().lock()).orElse(this);
    }

    @Override
    public boolean sharesProcess() {
        return currentSession().filter(AcpSession::isShared).isPresent();
    }

    @Override
    public void close() {
        Optional<AcpSession> taken;
        boolean inSession;
        synchronized (this) {
            inSession = phase == Phase.READY && !closing;
            closing = true;
            if (phase == Phase.NEW) {
                phase = Phase.OVER;
                return;
            }
            taken = seat;
        }
        if (inSession) {
            taken.ifPresent(this::sendClose);
        }
        taken.ifPresent(held -> held.detach(false));
        inbox.awaitEnd(INBOX_END);
    }

    /**
     * Cancels the turn and closes the session. An own process gets its time in the stop of that process; a shared one
     * gets it here.
     */
    private void sendClose(AcpSession taken) {
        Optional<Turn> open = currentTurn();
        cancel();
        CompletableFuture<RpcOutcome> closed = taken.closeSession(sessionId);
        if (taken.isShared()) {
            CompletableFuture<Void> done = CompletableFuture.allOf(
                    closed, open.map(turn -> turn.answered).orElse(DONE));
            Runnable callOff = deadlines.after(GOODBYE, () -> done.complete(null));
            done.join();
            callOff.run();
        }
    }

    // ---- start, on the inbox's thread

    private void launch() {
        AcpSession taken = source.join(new Member());
        boolean tooLate;
        synchronized (this) {
            seat = Optional.of(taken);
            tooLate = closing;
            startDeadline = deadlines.after(setup.timings().start(), () -> inbox.post(this::onStartDeadline));
        }
        if (tooLate) {
            fail(ErrorCode.AGENT_FAILED, stopped(), false);
            return;
        }
        taken.connection().open(opening -> inbox.execute(() -> onOpening(opening)));
    }

    private void onOpening(AcpConnection.Opening opening) {
        if (opening instanceof AcpConnection.Opening.Failed failed) {
            fail(failed.code(), failed.text());
        } else if (opening instanceof AcpConnection.Opening.Answered answered && phase() == Phase.STARTING) {
            handshake.begin(answered.outcome());
        }
    }

    private void ready() {
        synchronized (this) {
            if (phase != Phase.STARTING) {
                return;
            }
            startDeadline.run();
            phase = Phase.READY;
        }
        tokens.ready(!sessionId.equals(setup.resume()));
        translator.ready(sessionId);
    }

    private void onStartDeadline() {
        if (phase() == Phase.STARTING) {
            fail(
                    ErrorCode.AGENT_FAILED,
                    startFault()
                            .timeoutText(
                                    setup.timings().start(),
                                    connection().map(AcpConnection::stderrTail).orElse("")));
        }
    }

    private StartFailureFormatter startFault() {
        return new StartFailureFormatter(
                setup.name(),
                setup.program(),
                connection().map(AcpConnection::directory).orElse(""),
                handshake.isInitialized(),
                connection().flatMap(AcpConnection::garbage));
    }

    private boolean loginNeeded(RpcError error) {
        if (!AcpLogin.isNeeded(error)) {
            return false;
        }
        String command = AcpLogin.command(translator.loginMethods(), setup.login());
        if (setOver()) {
            publish(new AgentEvent.LoginNeeded(
                    command, AcpLogin.sentence(setup.name(), command, translator.loginMethods())));
            end(true);
        }
        return true;
    }

    private void fail(ErrorCode code, String text) {
        fail(code, text, true);
    }

    /** @param spoils whether the process is at fault */
    private void fail(ErrorCode code, String text, boolean spoils) {
        if (setOver()) {
            end(spoils);
            publish(new AgentEvent.StartFailed(code, text, null));
        }
    }

    /**
     * Marks the end. After this, only the caller's own event may be sent.
     *
     * @return whether this call was the first
     */
    private synchronized boolean setOver() {
        boolean first = phase != Phase.OVER;
        phase = Phase.OVER;
        startDeadline.run();
        return first;
    }

    /**
     * @param spoils whether no other session should join the process: it hangs, cannot start a session, or lacks a
     *     login
     */
    private void end(boolean spoils) {
        inbox.discard();
        asks.cancelAll();
        currentSession().ifPresent(taken -> taken.detach(spoils));
        inbox.finish();
    }

    // ---- turns and the end, on the inbox's thread

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
        boolean cancelled;
        synchronized (this) {
            cancelled = ended.cancelling;
        }
        if (cancelled || error.code() == RpcError.REQUEST_CANCELLED) {
            return endTurn(ended, StopReason.CANCELLED, "");
        }
        boolean told = endTurn(
                ended, StopReason.FAILED, AcpMessages.describe(error), AcpLogin.isNeeded(error), TokenCount.NONE);
        loginNeeded(error);
        return told;
    }

    /** Ends the turn if it is still the current one. */
    private boolean endTurn(Turn ended, StopReason reason, String text) {
        return endTurn(ended, reason, text, false, TokenCount.NONE);
    }

    private boolean endTurn(Turn ended, StopReason reason, String text, boolean last, TokenCount tokens) {
        synchronized (this) {
            if (turn.filter(present -> present == ended).isEmpty()) {
                return false;
            }
            turn = Optional.empty();
            ended.deadline.run();
        }
        for (String askId : asks.cancelAll()) {
            publish(new AgentEvent.AskWithdrawn(askId));
        }
        translator.turnEnded();
        publish(new AgentEvent.TurnDone(reason, text, last, tokens));
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
                    setup.name() + " had left " + (count == 1 ? "a process" : count + " processes")
                            + " of the cancelled turn running. The host has ended "
                            + (count == 1 ? "it." : "them."));
        }
    }

    private void onExit(ProcessExit exit) {
        boolean expected = exit.stopped() || isClosing();
        onProcessGone(
                exit.code(),
                expected,
                exit.sentence(),
                expected ? stopped() : startFault().exited(exit));
    }

    private void onProcessGone(@Nullable Integer code, boolean expected, String text, String startFailed) {
        // Ignores output that a shared process sent after this session left; its end is the last event.
        inbox.discard();
        Phase before = phase();
        if (before == Phase.STARTING && setOver()) {
            publish(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, startFailed, code));
        } else if (before == Phase.READY) {
            currentTurn().ifPresent(open -> endTurn(open, StopReason.INTERRUPTED, text));
            setOver();
            publish(new AgentEvent.Exited(code, expected, text));
        }
        asks.cancelAll();
        inbox.finish();
    }

    private String stopped() {
        return setup.name() + " was stopped before it was ready.";
    }

    // ---- helpers

    private CompletableFuture<Void> ask(String method, JsonObject params, Consumer<RpcOutcome> then) {
        return currentSession()
                .map(taken -> onInbox(taken.request(method, params), then))
                .orElse(DONE);
    }

    private CompletableFuture<Void> onInbox(CompletableFuture<RpcOutcome> answer, Consumer<RpcOutcome> then) {
        return answer.thenAccept(outcome -> inbox.execute(() -> then.accept(outcome)));
    }

    private void publish(AgentEvent event) {
        try {
            listener.onEvent(event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<AcpSession> currentSession() {
        return seat;
    }

    private Optional<AcpConnection> connection() {
        return currentSession().map(AcpSession::connection);
    }

    private Optional<AgentPipe> ownPipe() {
        return connection().flatMap(AcpConnection::ownPipe);
    }

    private JsonObject inSession() {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", sessionId);
        return params;
    }

    private synchronized Phase phase() {
        return phase;
    }

    /** Returns whether the agent has ended, or will never start. Any thread. */
    public synchronized boolean isOver() {
        return phase == Phase.OVER;
    }

    private synchronized boolean isReady() {
        return phase == Phase.READY;
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private synchronized Optional<Turn> currentTurn() {
        return turn;
    }

    private synchronized boolean refusesAsks() {
        return phase == Phase.OVER || turn.filter(present -> present.cancelling).isPresent();
    }

    /** Gives the handshake and the settings access to the agent. */
    private final class Link implements AcpLink {
        @Override
        public void ask(String method, JsonObject params, Consumer<RpcOutcome> then) {
            CompletableFuture<Void> unused = AcpAgent.this.ask(method, params, then);
        }

        @Override
        public void newSession(JsonObject params, Consumer<RpcOutcome> then) {
            currentSession().ifPresent(taken -> {
                CompletableFuture<Void> unused = onInbox(taken.newSession(params), then);
            });
        }

        @Override
        public JsonObject inSession() {
            return AcpAgent.this.inSession();
        }

        @Override
        public void schedule(Duration delay, Runnable action) {
            deadlines.after(delay, () -> inbox.post(action));
        }
    }

    /** Receives the outcome of the handshake, on the inbox's thread. */
    private final class Start implements AcpHandshake.Outcome {
        @Override
        public boolean sessionIs(String id) {
            sessionId = id;
            boolean ours = currentSession().filter(taken -> taken.addOwned(id)).isPresent();
            if (!ours) {
                fail(
                        ErrorCode.AGENT_FAILED,
                        setup.name() + " has another session of this host that goes on with its session " + id
                                + ". Go on there, or end that one first.",
                        false);
            }
            return ours;
        }

        @Override
        public void ready() {
            AcpAgent.this.ready();
        }

        @Override
        public void failed(ErrorCode code, String text) {
            fail(code, text);
        }

        @Override
        public void onMissing(String text) {
            fail(ErrorCode.AGENT_FAILED, text, false);
        }

        @Override
        public boolean loginNeeded(RpcError error) {
            return AcpAgent.this.loginNeeded(error);
        }

        @Override
        public boolean isStarting() {
            return phase() == Phase.STARTING;
        }
    }

    /** Receives the process's messages for this session and queues them in the inbox. */
    private final class Member implements AcpConnection.Member {
        @Override
        public void onRequest(RpcRequest request, long characters) {
            put(characters, () -> handle(request), () -> AcpInbound.refuse(request));
        }

        private void handle(RpcRequest request) {
            try {
                inbound.onRequest(request);
            } catch (RuntimeException bug) {
                log.error("{}: the request {} could not be handled", setup.name(), request.method(), bug);
                request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The request could not be handled."));
            }
        }

        @Override
        public void onNotification(String method, JsonObject params, long characters) {
            put(characters, () -> inbound.onNotification(method, params), () -> {});
        }

        @Override
        public void onMalformed(long count, String excerpt) {
            put(excerpt.length(), () -> publish(new AgentEvent.Malformed(count, excerpt)), () -> {});
        }

        private void put(long characters, Runnable work, Runnable dropped) {
            try {
                inbox.put(characters, work, dropped);
            } catch (InterruptedException interrupted) {
                dropped.run();
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onExit(ProcessExit exit) {
            inbox.post(() -> AcpAgent.this.onExit(exit));
        }

        @Override
        public void onLeft() {
            inbox.post(() -> onProcessGone(null, true, AcpSession.LEFT, stopped()));
        }
    }

    /** Gives the inbound handler access to the session, on the inbox's thread. */
    private final class Session implements AcpInbound.Session {
        @Override
        public boolean owns(String id) {
            return sessionId.isEmpty() || id.equals(sessionId);
        }

        @Override
        public boolean refusesAsks() {
            return AcpAgent.this.refusesAsks();
        }

        @Override
        public void publish(AgentEvent event) {
            AcpAgent.this.publish(event);
        }
    }
}
