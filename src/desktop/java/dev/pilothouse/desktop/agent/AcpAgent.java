package dev.pilothouse.desktop.agent;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.Deadlines;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.agent.rpc.RpcError;
import dev.pilothouse.desktop.agent.rpc.RpcHandler;
import dev.pilothouse.desktop.agent.rpc.RpcOutcome;
import dev.pilothouse.desktop.agent.rpc.RpcRequest;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.StopReason;
import java.time.Duration;
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
    private final JsonRpcPeer peer;
    private final AcpAsks asks = new AcpAsks();
    private final AcpTranslator translator;

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
        this.peer = new JsonRpcPeer(this::write, new Handler(), deadlines);
        this.inbox = new AgentInbox("agent-" + setup.sessionName(), peer::accept);
        this.translator = new AcpTranslator(this::tell);
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
    public void prompt(String text) {
        Turn begun = new Turn();
        synchronized (this) {
            if (phase != Phase.READY || turn.isPresent()) {
                return;
            }
            turn = Optional.of(begun);
        }
        JsonObject block = new JsonObject();
        block.addProperty("type", "text");
        block.addProperty("text", text);
        JsonArray prompt = new JsonArray();
        prompt.add(block);
        JsonObject params = inSession();
        params.add("prompt", prompt);
        translator.promptSent();
        ask("session/prompt", params, outcome -> onPromptOutcome(begun, outcome));
    }

    @Override
    public void cancel() {
        Turn cancelled;
        synchronized (this) {
            if (turn.isEmpty() || turn.get().cancelling) {
                return;
            }
            cancelled = turn.get();
            cancelled.cancelling = true;
            cancelled.deadline = deadlines.after(
                    setup.timings().cancel(),
                    () -> inbox.post(() -> endTurn(
                            cancelled,
                            StopReason.CANCELLED,
                            setup.name() + " did not confirm the cancel within "
                                    + setup.timings().cancel().toSeconds() + " seconds. It may still be working.")));
        }
        peer.notify("session/cancel", inSession());
        asks.cancelAll();
    }

    @Override
    public void answer(String askId, Answer answer) {
        asks.answer(askId, answer);
    }

    @Override
    public void setMode(String modeId) {
        if (isReady()) {
            sendMode(modeId, () -> {});
        }
    }

    @Override
    public void setModel(String modelId) {
        if (isReady()) {
            sendModel(modelId, () -> {});
        }
    }

    @Override
    public void setOption(String optionId, String value) {
        if (isReady()) {
            sendOption(optionId, value, "option " + optionId, () -> {});
        }
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
        AgentPipe.Start start = starter.start(new PipeListener());
        if (start instanceof AgentPipe.Start.Open open) {
            onOpened(open.pipe());
        } else if (start instanceof AgentPipe.Start.Failed failed) {
            fail(failed.code(), failed.text(), null);
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
        ask("initialize", AcpMessages.initialize(), outcome -> expect(outcome, "initialize", this::onInitialized));
    }

    private void onInitialized(JsonFields result) {
        long version = result.number("protocolVersion").orElse(1);
        if (version != AcpMessages.VERSION) {
            fail(
                    ErrorCode.AGENT_FAILED,
                    setup.name() + " speaks version " + version
                            + " of the Agent Client Protocol; this host speaks version " + AcpMessages.VERSION
                            + ". Another release of either may help.",
                    null);
            return;
        }
        translator.onInitialized(result);
        JsonFields capabilities = result.object("agentCapabilities").orElse(JsonFields.of(new JsonObject()));
        Optional<JsonFields> sessions = capabilities.object("sessionCapabilities");
        closesSessions = sessions.map(offer -> offer.has("close")).orElse(false);
        boolean resumes = sessions.map(offer -> offer.has("resume")).orElse(false);
        boolean loads = capabilities.flag("loadSession");
        if (setup.resume() == null) {
            newSession();
        } else if (resumes) {
            // Resuming repeats nothing, and the journal has it all.
            restore("session/resume", loads ? () -> load(true) : this::newAfterLoss);
        } else if (loads) {
            load(true);
        } else {
            newAfterLoss();
        }
    }

    private void load(boolean again) {
        translator.replayBegins();
        restore("session/load", () -> {
            if (again) {
                // Gemini finds a session only some time after its start.
                deadlines.after(setup.timings().retry(), () -> inbox.post(() -> load(false)));
            } else {
                newAfterLoss();
            }
        });
    }

    private void restore(String method, Runnable otherwise) {
        JsonObject params = AcpMessages.session(setup.cwd());
        params.addProperty("sessionId", setup.resume());
        sessionId = setup.resume();
        ask(
                method,
                params,
                outcome -> outcome.match(
                        result -> {
                            translator.kept();
                            onSession(JsonFields.of(result));
                            return true;
                        },
                        error -> {
                            if (!loginNeeded(error)) {
                                log.info("{}: {} failed with {}", setup.name(), method, error.code());
                                otherwise.run();
                            }
                            return false;
                        },
                        lost -> onLost(method, lost)));
    }

    private void newAfterLoss() {
        translator.lost();
        newSession();
    }

    private void newSession() {
        sessionId = "";
        ask(
                "session/new",
                AcpMessages.session(setup.cwd()),
                outcome -> expect(outcome, "session/new", result -> {
                    sessionId = result.text("sessionId").orElse("");
                    if (sessionId.isEmpty()) {
                        fail(ErrorCode.AGENT_FAILED, setup.name() + " started a session without an id.", null);
                    } else {
                        onSession(result);
                    }
                }));
    }

    private void onSession(JsonFields result) {
        translator.onSession(result);
        wishMode(() -> wishModel(() -> settle(-1)));
    }

    private void wishMode(Runnable then) {
        AcpOffer offer = translator.offer();
        Optional<String> wanted = Optional.ofNullable(setup.mode()).flatMap(offer::findMode);
        if (setup.mode() != null && wanted.isEmpty()) {
            translator.remark(
                    true,
                    "unknownMode",
                    setup.name() + " offers no mode '" + setup.mode() + "'"
                            + (offer.modeIds().isEmpty() ? "." : ", only " + offer.modeIds() + "."));
        }
        Optional<String> target = wanted.or(
                () -> AskingMode.choose(offer.mode().available(), offer.mode().current()));
        if (target.isEmpty() && !offer.mode().available().isEmpty()) {
            translator.remark(
                    true,
                    "noAskingMode",
                    setup.name() + " offers no mode that asks before it acts; it is in '"
                            + offer.modeName(offer.mode().current()) + "'.");
        }
        if (target.isEmpty() || target.get().equals(offer.mode().current())) {
            then.run();
        } else {
            sendMode(target.get(), then);
        }
    }

    private void wishModel(Runnable then) {
        AcpOffer offer = translator.offer();
        if (setup.model() == null || setup.model().equals(offer.model().current())) {
            then.run();
        } else {
            sendModel(setup.model(), then);
        }
    }

    /** Waits until a loaded session has been quiet for a while: some agents repeat it only after their answer. */
    private void settle(long seen) {
        long now = translator.replayedUpdates();
        if (phase() != Phase.STARTING) {
            return;
        }
        if (!translator.isReplaying() || now == seen) {
            ready();
        } else {
            deadlines.after(setup.timings().settle(), () -> inbox.post(() -> settle(now)));
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
        translator.ready(sessionId);
    }

    private void onStartDeadline() {
        if (phase() == Phase.STARTING) {
            String words = pipe.map(AgentPipe::lastWords).orElse("");
            fail(
                    ErrorCode.AGENT_FAILED,
                    setup.name() + " was not ready within "
                            + setup.timings().start().toSeconds() + " seconds."
                            + (words.isEmpty() ? "" : " Its last words: " + words),
                    null);
        }
    }

    private void expect(RpcOutcome outcome, String method, Consumer<JsonFields> then) {
        outcome.match(
                result -> {
                    then.accept(JsonFields.of(result));
                    return true;
                },
                error -> {
                    if (!loginNeeded(error)) {
                        fail(
                                ErrorCode.AGENT_FAILED,
                                setup.name() + " could not start a session: " + AcpMessages.describe(error),
                                null);
                    }
                    return false;
                },
                lost -> onLost(method, lost));
    }

    /** The exit, which follows, says more than the lost answer. */
    private boolean onLost(String method, String reason) {
        log.debug("{}: {} was lost: {}", setup.name(), method, reason);
        return false;
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

    private void fail(ErrorCode code, String text, Integer exitCode) {
        if (toOver()) {
            endProcess();
            tell(new AgentEvent.StartFailed(code, text, exitCode));
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

    // ---- settings, from any thread

    private void sendMode(String modeId, Runnable then) {
        Optional<String> option = translator.offer().mode().optionId();
        if (option.isPresent()) {
            sendOption(option.get(), modeId, "mode " + modeId, then);
            return;
        }
        JsonObject params = inSession();
        params.addProperty("modeId", modeId);
        ask("session/set_mode", params, outcome -> {
            if (accepted(outcome, "mode " + modeId)) {
                translator.modeIs(modeId);
            }
            then.run();
        });
    }

    private void sendModel(String modelId, Runnable then) {
        Optional<String> option = translator.offer().model().optionId();
        if (option.isPresent()) {
            sendOption(option.get(), modelId, "model " + modelId, then);
            return;
        }
        JsonObject params = inSession();
        params.addProperty("modelId", modelId);
        ask("session/set_model", params, outcome -> {
            if (accepted(outcome, "model " + modelId)) {
                translator.modelIs(modelId);
            }
            then.run();
        });
    }

    private void sendOption(String optionId, String value, String what, Runnable then) {
        JsonObject params = translator.offer().setting(optionId, value);
        params.addProperty("sessionId", sessionId);
        ask("session/set_config_option", params, outcome -> {
            if (accepted(outcome, what) && outcome instanceof RpcOutcome.Result result) {
                translator.optionIs(optionId, value, JsonFields.of(result.value()));
            }
            then.run();
        });
    }

    private boolean accepted(RpcOutcome outcome, String what) {
        return outcome.match(
                result -> true,
                error -> {
                    translator.remark(
                            true,
                            "notChanged",
                            setup.name() + " did not accept the " + what + ": " + AcpMessages.describe(error));
                    return false;
                },
                lost -> false);
    }

    // ---- turns and the end, on the inbox's thread

    private void onPromptOutcome(Turn ended, RpcOutcome outcome) {
        outcome.match(
                result -> endTurn(
                        ended,
                        AcpMessages.stopReason(JsonFields.of(result)),
                        AcpMessages.unusualReason(JsonFields.of(result))),
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
        boolean told = endTurn(ended, StopReason.FAILED, AcpMessages.describe(error));
        loginNeeded(error);
        return told;
    }

    /** Ends the turn if it is still the present one. */
    private boolean endTurn(Turn ended, StopReason reason, String text) {
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
        tell(new AgentEvent.TurnDone(reason, text));
        return true;
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
                            : setup.name() + " ended before it was ready. " + exit.sentence(),
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

    /** What the agent sends of its own accord, on the inbox's thread. */
    private final class Handler implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            switch (request.method()) {
                case "session/request_permission" -> {
                    translator.permissionCall(JsonFields.of(request.params()));
                    if (refusesAsks()) {
                        AcpAsks.refuse(request, PendingKind.PERMISSION);
                    } else {
                        tell(asks.permission(request));
                    }
                    return true;
                }
                case "elicitation/create" -> {
                    if (refusesAsks()) {
                        AcpAsks.refuse(request, PendingKind.QUESTION);
                    } else {
                        asks.question(request).ifPresent(AcpAgent.this::tell);
                    }
                    return true;
                }
                default -> {
                    log.info("{}: the request {} is not known", setup.name(), request.method());
                    return false;
                }
            }
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            JsonElement id = params.get("requestId");
            if (method.equals("session/update")) {
                JsonFields fields = JsonFields.of(params);
                boolean ours = sessionId.isEmpty()
                        || fields.text("sessionId").orElse(sessionId).equals(sessionId);
                translator.update(fields.object("update").orElse(JsonFields.of(new JsonObject())), ours);
            } else if (method.equals("$/cancel_request") && id != null) {
                asks.withdraw(id).ifPresent(askId -> tell(new AgentEvent.AskWithdrawn(askId)));
            } else {
                log.debug("{}: the notification {} is not known", setup.name(), method);
            }
        }

        @Override
        public void onMalformed(String line, String why) {
            long count = peer.malformedLines();
            log.debug("{}: malformed line {}: {}", setup.name(), count, why);
            // A program that prints nothing else must not fill the journal.
            if (count <= 20 || Long.bitCount(count) == 1) {
                tell(new AgentEvent.Malformed(count, AcpMessages.excerpt(line)));
            }
        }
    }
}
