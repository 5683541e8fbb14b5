package dev.pilothouse.desktop.agent;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.Deadlines;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.agent.rpc.RpcError;
import dev.pilothouse.desktop.agent.rpc.RpcOutcome;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks the Agent Client Protocol, version 1, to one agent with one session. Owns the agent's pipe and the thread {@code
 * agent-SESSION} on which everything is decoded and told. Commands may come from any thread and never wait; state that
 * both touch is guarded by this object's monitor. Ends when the process exits, when a start fails, or with {@link
 * #close()}.
 */
final class AcpAgent implements AgentAdapter {
    private static final Logger log = LoggerFactory.getLogger(AcpAgent.class);
    private static final Duration INBOX_END = Duration.ofSeconds(3);

    private final AcpSetup setup;
    private final AgentPipe.Starter starter;
    private final Deadlines deadlines;
    private final Listener listener;
    private final AgentInbox inbox;
    private final AcpInbound inbound;
    private final JsonRpcPeer peer;
    private final AcpAsks asks = new AcpAsks();
    private final AcpTranslator translator;
    private final AcpSettings settings;
    private final AcpHandshake handshake;
    private final ToolStrays strays;

    private Phase phase = Phase.NEW;
    private Optional<AgentPipe> pipe = Optional.empty();
    private Optional<Turn> turn = Optional.empty();
    private String sessionId = "";
    private boolean closing;
    private boolean closesSessions;
    private Runnable startDeadline = () -> {};

    AcpAgent(AcpSetup setup, AgentPipe.Starter starter, Deadlines deadlines, Listener listener) {
        this.setup = setup;
        this.starter = starter;
        this.deadlines = deadlines;
        this.listener = listener;
        this.translator = new AcpTranslator(this::tell);
        this.inbound = new AcpInbound(setup.name(), translator, asks, new Session());
        this.peer = new JsonRpcPeer(this::write, inbound, deadlines);
        this.inbox = new AgentInbox("agent-" + setup.sessionName(), peer::accept);
        Link link = new Link();
        this.settings = new AcpSettings(setup.name(), link, translator);
        this.strays = new ToolStrays(link, this::onStraysEnded);
        this.handshake = new AcpHandshake(setup, link, translator, settings, new Start());
    }

    private enum Phase {
        NEW,
        STARTING,
        READY,
        OVER
    }

    /** One prompt until its end. Guarded by the agent's monitor. */
    private static final class Turn {
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
        inbox.post(() -> strays.turnBegins(pipe));
        ask("session/prompt", params, outcome -> onPromptOutcome(begun, outcome));
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
            peer.notify("session/cancel", inSession());
        }
        // Also the second time: a question that came while the first cancel was on its way still waits.
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
        Optional<AgentPipe> running;
        synchronized (this) {
            running = pipe;
        }
        return running.flatMap(open -> open.usage(table));
    }

    @Override
    public void close() {
        Optional<AgentPipe> running;
        boolean inSession;
        synchronized (this) {
            closing = true;
            if (phase == Phase.NEW) {
                phase = Phase.OVER;
                return;
            }
            running = pipe;
            inSession = phase == Phase.READY;
        }
        if (inSession) {
            cancel();
            if (closesSessions) {
                peer.request(
                        "session/close",
                        inSession(),
                        Optional.of(setup.timings().cancel()));
            }
        }
        running.ifPresent(AgentPipe::close);
        inbox.awaitEnd(INBOX_END);
    }

    // ---- starting, on the inbox's thread

    private void launch() {
        AgentPipe.Start start;
        try {
            start = starter.start(new PipeListener());
        } catch (RuntimeException bug) {
            // Whatever it is, a session must not stay in its start for ever.
            log.error("{} could not be started", setup.name(), bug);
            fail(ErrorCode.AGENT_FAILED, setup.name() + " could not be started. The host's log says more.");
            return;
        }
        if (start instanceof AgentPipe.Start.Open open) {
            onOpened(open.pipe());
        } else if (start instanceof AgentPipe.Start.Failed failed) {
            fail(failed.code(), failed.text());
        }
    }

    private void onOpened(AgentPipe opened) {
        boolean tooLate;
        synchronized (this) {
            pipe = Optional.of(opened);
            tooLate = closing;
            startDeadline = deadlines.after(setup.timings().start(), () -> inbox.post(this::onStartDeadline));
        }
        if (tooLate) {
            opened.close();
            return;
        }
        handshake.begin();
    }

    private void ready() {
        synchronized (this) {
            if (phase != Phase.STARTING) {
                return;
            }
            startDeadline.run();
            phase = Phase.READY;
        }
        translator.ready(sessionId);
    }

    private void onStartDeadline() {
        if (phase() == Phase.STARTING) {
            fail(
                    ErrorCode.AGENT_FAILED,
                    startFault()
                            .late(
                                    setup.timings().start(),
                                    pipe.map(AgentPipe::lastWords).orElse("")));
        }
    }

    private StartFault startFault() {
        return new StartFault(
                setup.name(), setup.program(), setup.cwd().toString(), handshake.isInitialized(), inbound.garbage());
    }

    private boolean loginNeeded(RpcError error) {
        if (!AcpLogin.isNeeded(error)) {
            return false;
        }
        String command = AcpLogin.command(translator.loginMethods(), setup.login());
        if (toOver()) {
            tell(new AgentEvent.LoginNeeded(
                    command, AcpLogin.sentence(setup.name(), command, translator.loginMethods())));
            endProcess();
        }
        return true;
    }

    private void fail(ErrorCode code, String text) {
        if (toOver()) {
            endProcess();
            tell(new AgentEvent.StartFailed(code, text, null));
        }
    }

    /** After this nothing but what the caller tells is told. */
    private synchronized boolean toOver() {
        boolean first = phase != Phase.OVER;
        phase = Phase.OVER;
        startDeadline.run();
        return first;
    }

    private void endProcess() {
        inbox.discardLines();
        peer.close("The session has ended.");
        asks.cancelAll();
        pipe.ifPresent(AgentPipe::close);
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
                        AcpMessages.tokens(JsonFields.of(result))),
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

    /** Ends the turn if it is still the present one. */
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
            tell(new AgentEvent.AskWithdrawn(askId));
        }
        translator.turnEnded();
        tell(new AgentEvent.TurnDone(reason, text, last, tokens));
        if (reason == StopReason.CANCELLED) {
            strays.turnCancelled(pipe);
        }
        return true;
    }

    private void onStraysEnded(int count) {
        if (isReady()) {
            translator.remark(
                    false,
                    "toolsEnded",
                    setup.name() + " had left " + (count == 1 ? "a process" : count + " processes")
                            + " of the cancelled turn running. The host has ended "
                            + (count == 1 ? "it." : "them."));
        }
    }

    private void onExit(ProcessExit exit) {
        Phase before = phase();
        peer.close(exit.sentence());
        boolean expected = exit.stopped() || isClosing();
        if (before == Phase.STARTING && toOver()) {
            tell(new AgentEvent.StartFailed(
                    ErrorCode.AGENT_FAILED,
                    expected
                            ? setup.name() + " was stopped before it was ready."
                            : startFault().exited(exit),
                    exit.code()));
        } else if (before == Phase.READY) {
            presentTurn().ifPresent(open -> endTurn(open, StopReason.INTERRUPTED, exit.sentence()));
            toOver();
            tell(new AgentEvent.Exited(exit.code(), expected, exit.sentence()));
        }
        asks.cancelAll();
        inbox.finish();
    }

    // ---- small things

    private void ask(String method, JsonObject params, Consumer<RpcOutcome> then) {
        CompletableFuture<Void> unused = peer.request(method, params, Optional.empty())
                .thenAccept(outcome -> inbox.execute(() -> then.accept(outcome)));
    }

    private void tell(AgentEvent event) {
        try {
            listener.onEvent(event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private WriteResult write(String line) {
        return pipe.map(open -> open.writeLine(line)).orElse(WriteResult.CLOSED);
    }

    private JsonObject inSession() {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", sessionId);
        return params;
    }

    private synchronized Phase phase() {
        return phase;
    }

    /** Whether it has ended, or never will begin. Any thread. */
    synchronized boolean isOver() {
        return phase == Phase.OVER;
    }

    private synchronized boolean isReady() {
        return phase == Phase.READY;
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private synchronized Optional<Turn> presentTurn() {
        return turn;
    }

    private synchronized boolean refusesAsks() {
        return phase == Phase.OVER || turn.filter(present -> present.cancelling).isPresent();
    }

    /** How the handshake and the settings reach the agent. */
    private final class Link implements AcpLink {
        @Override
        public void ask(String method, JsonObject params, Consumer<RpcOutcome> then) {
            AcpAgent.this.ask(method, params, then);
        }

        @Override
        public JsonObject inSession() {
            return AcpAgent.this.inSession();
        }

        @Override
        public void later(Duration delay, Runnable action) {
            deadlines.after(delay, () -> inbox.post(action));
        }
    }

    /** What becomes of the start, on the inbox's thread. */
    private final class Start implements AcpHandshake.Outcome {
        @Override
        public void sessionIs(String id) {
            sessionId = id;
        }

        @Override
        public void closesSessions() {
            closesSessions = true;
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
        public boolean loginNeeded(RpcError error) {
            return AcpAgent.this.loginNeeded(error);
        }

        @Override
        public boolean isStarting() {
            return phase() == Phase.STARTING;
        }
    }

    /** What the process says, handed to the inbox. */
    private final class PipeListener implements ProcessListener {
        @Override
        public void onLine(Line line) {
            try {
                inbox.put(line);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onExit(ProcessExit exit) {
            inbox.post(() -> AcpAgent.this.onExit(exit));
        }
    }

    /** What the agent's own messages need to know, on the inbox's thread. */
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
        public void tell(AgentEvent event) {
            AcpAgent.this.tell(event);
        }
    }
}
