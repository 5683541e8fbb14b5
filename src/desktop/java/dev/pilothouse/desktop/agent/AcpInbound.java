package dev.pilothouse.desktop.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.RpcHandler;
import dev.pilothouse.desktop.agent.rpc.RpcRequest;
import dev.pilothouse.model.PendingKind;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what an agent sends of its own accord: updates, questions, and what we do not know. Owns the count of lines that
 * were no messages, and the first of them. Confined to the inbox's thread.
 */
final class AcpInbound implements RpcHandler {
    private static final Logger log = LoggerFactory.getLogger(AcpInbound.class);

    /** So many malformed lines are told one by one; after that only the 32nd, the 64th and so on. */
    private static final int TOLD_SINGLY = 20;

    private final String agent;
    private final AcpTranslator translator;
    private final AcpAsks asks;
    private final Session session;
    private long malformed;
    private Optional<String> garbage = Optional.empty();

    AcpInbound(String agent, AcpTranslator translator, AcpAsks asks, Session session) {
        this.agent = agent;
        this.translator = translator;
        this.asks = asks;
        this.session = session;
    }

    /** Port: the session that it is all about. */
    interface Session {
        /** Whether that id is ours; anything is while ours is not known. */
        boolean owns(String id);

        /** Whether nobody is to be asked any more, because the turn is being cancelled. */
        boolean refusesAsks();

        void tell(AgentEvent event);
    }

    @Override
    public boolean onRequest(RpcRequest request) {
        switch (request.method()) {
            case "session/request_permission" -> {
                translator.permissionCall(JsonFields.of(request.params()));
                if (session.refusesAsks()) {
                    AcpAsks.refuse(request, PendingKind.PERMISSION);
                } else {
                    session.tell(asks.permission(request));
                }
                return true;
            }
            case "elicitation/create" -> {
                if (session.refusesAsks()) {
                    AcpAsks.refuse(request, PendingKind.QUESTION);
                } else {
                    asks.question(request).ifPresent(session::tell);
                }
                return true;
            }
            default -> {
                log.info("{}: the request {} is not known", agent, request.method());
                return false;
            }
        }
    }

    @Override
    public void onNotification(String method, JsonObject params) {
        JsonFields fields = new JsonFields(params);
        JsonElement withdrawn = params.get("requestId");
        if (method.equals("session/update")) {
            boolean ours = fields.text("sessionId").map(session::owns).orElse(true);
            translator.update(fields.object("update").orElse(new JsonFields(new JsonObject())), ours);
        } else if (method.equals("$/cancel_request") && withdrawn != null) {
            asks.withdraw(withdrawn).ifPresent(askId -> session.tell(new AgentEvent.AskWithdrawn(askId)));
        } else {
            log.debug("{}: the notification {} is not known", agent, method);
        }
    }

    /** The first line that was no message, shortened. */
    Optional<String> garbage() {
        return garbage;
    }

    @Override
    public void onMalformed(String line, String why) {
        malformed++;
        if (garbage.isEmpty() && !line.isBlank()) {
            garbage = Optional.of(AcpMessages.excerpt(line.strip()));
        }
        log.debug("{}: malformed line {}: {}", agent, malformed, why);
        // A program that prints nothing else must not fill the journal.
        if (malformed <= TOLD_SINGLY || Long.bitCount(malformed) == 1) {
            session.tell(new AgentEvent.Malformed(malformed, AcpMessages.excerpt(line)));
        }
    }
}
