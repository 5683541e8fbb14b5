package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.PendingKind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the process's messages for one session. Queues them in the inbox, where updates and questions become events.
 * The reader thread calls it, and waits while the inbox is full. Ends with the process, or when the session leaves it.
 */
final class AcpInbound implements AcpConnection.Member {
    private static final Logger log = LoggerFactory.getLogger(AcpInbound.class);
    private static final String PERMISSION = "session/request_permission";
    private static final String QUESTION = "elicitation/create";
    /** The person has done what a link was for. It names no session. */
    static final String COMPLETE = "elicitation/complete";

    private final String agent;
    private final AcpSession session;
    private final AgentInbox inbox;
    private final AcpEventTranslator translator;
    private final PendingQuestions questions;
    private final CompletableFuture<Optional<ProcessExit>> end = new CompletableFuture<>();

    /** @param agent the agent's name in the log */
    AcpInbound(
            String agent,
            AcpSession session,
            AgentInbox inbox,
            AcpEventTranslator translator,
            PendingQuestions questions) {
        this.agent = agent;
        this.session = session;
        this.inbox = inbox;
        this.translator = translator;
        this.questions = questions;
    }

    /** Completes after the last message, on any thread; empty if the session left a process that continues. */
    CompletableFuture<Optional<ProcessExit>> end() {
        return end;
    }

    /** Returns whether a session answers requests of that method. */
    static boolean hasSession(String method) {
        return method.equals(PERMISSION) || method.equals(QUESTION);
    }

    @Override
    public void onRequest(RpcRequest request, long characters) {
        put(
                characters,
                () -> handle(request, characters),
                () -> PendingQuestions.refuse(
                        request, request.method().equals(PERMISSION) ? PendingKind.PERMISSION : PendingKind.QUESTION));
    }

    private void handle(RpcRequest request, long characters) {
        try {
            if (request.method().equals(PERMISSION)) {
                translator.permissionCall(JsonFields.of(request.params()), characters);
                questions.permission(request).ifPresent(inbox::publish);
            } else {
                questions.question(request).ifPresent(inbox::publish);
            }
        } catch (RuntimeException bug) {
            log.error("{}: the request {} could not be handled", agent, request.method(), bug);
            request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The request could not be handled."));
        }
    }

    @Override
    public void onNotification(String method, JsonObject params, long characters) {
        put(characters, () -> handle(method, params, characters), () -> {});
    }

    private void handle(String method, JsonObject params, long characters) {
        JsonFields fields = new JsonFields(params);
        JsonElement withdrawn = params.get("requestId");
        if (method.equals("session/update")) {
            // Its own id may not be known yet.
            boolean ours = session.id().isEmpty()
                    || fields.text("sessionId").map(session.id()::equals).orElse(true);
            translator.update(fields.object("update").orElse(new JsonFields(new JsonObject())), ours, characters);
        } else if (method.equals("$/cancel_request") && withdrawn != null) {
            questions.withdraw(withdrawn).ifPresent(askId -> inbox.publish(new AgentEvent.AskWithdrawn(askId)));
        } else if (method.equals(COMPLETE)) {
            fields.text("elicitationId")
                    .flatMap(questions::complete)
                    .ifPresent(askId -> inbox.publish(new AgentEvent.AskWithdrawn(askId)));
        }
    }

    @Override
    public void onMalformed(long count, String excerpt) {
        put(excerpt.length(), () -> inbox.publish(new AgentEvent.Malformed(count, excerpt)), () -> {});
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
        end.complete(Optional.of(exit));
    }

    @Override
    public void onLeft() {
        end.complete(Optional.empty());
    }
}
