package dev.pilothouse.desktop.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.RpcRequest;
import dev.pilothouse.model.PendingKind;

/**
 * What an agent sends of its own accord about one session: updates and questions. Confined to the inbox's thread.
 */
final class AcpInbound {
    private static final String PERMISSION = "session/request_permission";
    private static final String QUESTION = "elicitation/create";

    private final AcpTranslator translator;
    private final AcpAsks asks;
    private final Session session;

    AcpInbound(AcpTranslator translator, AcpAsks asks, Session session) {
        this.translator = translator;
        this.asks = asks;
        this.session = session;
    }

    /** Whether that is a request which a session answers. */
    static boolean knows(String method) {
        return method.equals(PERMISSION) || method.equals(QUESTION);
    }

    /** Answers one that there is nobody to ask about any more. */
    static void refuse(RpcRequest request) {
        AcpAsks.refuse(request, request.method().equals(PERMISSION) ? PendingKind.PERMISSION : PendingKind.QUESTION);
    }

    /** Port: the session that it is all about. */
    interface Session {
        /** Whether that id is ours; anything is while ours is not known. */
        boolean owns(String id);

        /** Whether nobody is to be asked any more, because the turn is being cancelled. */
        boolean refusesAsks();

        void tell(AgentEvent event);
    }

    void onRequest(RpcRequest request) {
        boolean permission = request.method().equals(PERMISSION);
        if (permission) {
            translator.permissionCall(JsonFields.of(request.params()));
        }
        if (session.refusesAsks()) {
            refuse(request);
        } else if (permission) {
            asks.permission(request).ifPresent(session::tell);
        } else {
            asks.question(request).ifPresent(session::tell);
        }
    }

    void onNotification(String method, JsonObject params) {
        JsonFields fields = new JsonFields(params);
        JsonElement withdrawn = params.get("requestId");
        if (method.equals("session/update")) {
            boolean ours = fields.text("sessionId").map(session::owns).orElse(true);
            translator.update(fields.object("update").orElse(new JsonFields(new JsonObject())), ours);
        } else if (method.equals("$/cancel_request") && withdrawn != null) {
            asks.withdraw(withdrawn).ifPresent(askId -> session.tell(new AgentEvent.AskWithdrawn(askId)));
        }
    }
}
