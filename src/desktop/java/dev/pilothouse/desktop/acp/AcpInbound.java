package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.PendingKind;

/** Handles an agent's own messages about one session: updates and questions. Confined to the inbox's thread. */
final class AcpInbound {
    private static final String PERMISSION = "session/request_permission";
    private static final String QUESTION = "elicitation/create";

    private final AcpEventTranslator translator;
    private final PendingQuestions asks;
    private final Session session;

    AcpInbound(AcpEventTranslator translator, PendingQuestions asks, Session session) {
        this.translator = translator;
        this.asks = asks;
        this.session = session;
    }

    /** Returns whether a session answers requests of that method. */
    static boolean hasSession(String method) {
        return method.equals(PERMISSION) || method.equals(QUESTION);
    }

    /** Answers a request as cancelled, when the user can no longer be asked. */
    static void refuse(RpcRequest request) {
        PendingQuestions.refuse(
                request, request.method().equals(PERMISSION) ? PendingKind.PERMISSION : PendingKind.QUESTION);
    }

    /** Port: the session that the messages belong to. */
    interface Session {
        /** Returns whether that is this session's id; always true while its own id is unknown. */
        boolean owns(String id);

        /** Returns whether questions are refused, because the turn is being cancelled. */
        boolean refusesAsks();

        void publish(AgentEvent event);
    }

    void onRequest(RpcRequest request) {
        boolean permission = request.method().equals(PERMISSION);
        if (permission) {
            translator.permissionCall(JsonFields.of(request.params()));
        }
        if (session.refusesAsks()) {
            refuse(request);
        } else if (permission) {
            asks.permission(request).ifPresent(session::publish);
        } else {
            asks.question(request).ifPresent(session::publish);
        }
    }

    void onNotification(String method, JsonObject params) {
        JsonFields fields = new JsonFields(params);
        JsonElement withdrawn = params.get("requestId");
        if (method.equals("session/update")) {
            boolean ours = fields.text("sessionId").map(session::owns).orElse(true);
            translator.update(fields.object("update").orElse(new JsonFields(new JsonObject())), ours);
        } else if (method.equals("$/cancel_request") && withdrawn != null) {
            asks.withdraw(withdrawn).ifPresent(askId -> session.publish(new AgentEvent.AskWithdrawn(askId)));
        }
    }
}
