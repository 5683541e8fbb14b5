package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A session's place in an agent process. Owns the session's id, and the requests that it has sent: all are completed
 * when it leaves, even if the process continues. Any thread. Begins when it joins a connection; ends with
 * {@link #detach} or with the process.
 */
public final class AcpSession {
    /** The text of a turn that is interrupted by leaving. */
    public static final HostText LEFT = HostText.of(HostTextCode.SESSION_WAS_ENDED);

    private final AgentInbox inbox;
    private final Map<Long, CompletableFuture<RpcOutcome>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    /** Sessions that the agent was asked to close: the current one, and one whose id arrived too late. */
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    private volatile Optional<Place> place = Optional.empty();
    private volatile String id = "";
    private volatile boolean left;

    AcpSession(AgentInbox inbox) {
        this.inbox = inbox;
    }

    private record Place(AcpConnection connection, AcpConnection.Member member) {}

    /** Called by the connection. */
    void joined(AcpConnection connection, AcpConnection.Member member) {
        place = Optional.of(new Place(connection, member));
    }

    /** Returns its process; empty before it has joined one. */
    Optional<AcpConnection> connection() {
        return place.map(Place::connection);
    }

    private AcpConnection present() {
        return place.orElseThrow().connection();
    }

    AcpConnection.Member member() {
        return place.orElseThrow().member();
    }

    /** Returns the agent's id of the session; empty while it is not known. */
    String id() {
        return id;
    }

    /** Returns parameters that name the session. */
    JsonObject params() {
        return params(id);
    }

    private static JsonObject params(String sessionId) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", sessionId);
        return params;
    }

    /** Sends a request. The outcome always follows, as an action of the inbox. */
    void ask(String method, JsonObject params, Consumer<RpcOutcome> then) {
        CompletableFuture<Void> unused = request(method, params).thenAccept(outcome -> post(outcome, then));
    }

    /** Sends a request that creates a session, as {@link #ask}. */
    void askNew(String method, JsonObject params, Consumer<RpcOutcome> then) {
        CompletableFuture<Void> unused = newSession(method, params).thenAccept(outcome -> post(outcome, then));
    }

    private void post(RpcOutcome outcome, Consumer<RpcOutcome> then) {
        inbox.post(() -> then.accept(outcome));
    }

    /** Sends a request. The answer always arrives, on the reader thread, or on the thread that leaves or ends. */
    CompletableFuture<RpcOutcome> request(String method, JsonObject params) {
        return request(method, params, outcome -> {});
    }

    /**
     * Sends {@code session/new} or {@code session/fork}; the new session is assigned on the reader thread, before any
     * later message.
     */
    CompletableFuture<RpcOutcome> newSession(String method, JsonObject params) {
        AcpRouter routes = present().routes();
        AcpConnection.Member member = member();
        routes.asking();
        AtomicBoolean settled = new AtomicBoolean();
        CompletableFuture<RpcOutcome> answer = request(method, params, outcome -> {
            String sessionId = outcome instanceof RpcOutcome.Result result
                    ? JsonFields.of(result.value()).text("sessionId").orElse("")
                    : "";
            if (settled.compareAndSet(false, true)) {
                routes.answered(sessionId, member).forEach(Runnable::run);
            }
            // Checks the routes instead of a flag: a member that is leaving just now did not own the id yet, so its
            // leave did not close it.
            if (!sessionId.isEmpty() && !routes.has(member)) {
                abandon(sessionId);
            }
        });
        CompletableFuture<Void> unused = answer.thenRun(() -> {
            // After leaving, no id will arrive, and early messages must not wait for one.
            if (settled.compareAndSet(false, true)) {
                routes.answered("", member).forEach(Runnable::run);
            }
        });
        return answer;
    }

    /**
     * Asks the agent to close the session, if it can.
     *
     * @return completed at once if it cannot, or was already asked
     */
    CompletableFuture<RpcOutcome> closeSession(String sessionId) {
        return asksToClose(sessionId)
                ? request("session/close", params(sessionId))
                : CompletableFuture.completedFuture(new RpcOutcome.Closed(LEFT));
    }

    /** Closes a session after this has left, since the process continues and no one uses that session. */
    void abandon(String sessionId) {
        if (asksToClose(sessionId)) {
            CompletableFuture<RpcOutcome> unused =
                    present().peer().request("session/close", params(sessionId), Optional.empty());
        }
    }

    private boolean asksToClose(String sessionId) {
        return present().closesSessions() && closed.add(sessionId);
    }

    /** @param first sees the process's answer first, also after this has left */
    private CompletableFuture<RpcOutcome> request(String method, JsonObject params, Consumer<RpcOutcome> first) {
        CompletableFuture<RpcOutcome> answer = new CompletableFuture<>();
        long number = numbers.incrementAndGet();
        open.put(number, answer);
        if (left) {
            completePending();
            return answer;
        }
        AcpRouter routes = present().routes();
        AcpConnection.Member member = member();
        AtomicLong request = new AtomicLong();
        CompletableFuture<Void> unused = present()
                .peer()
                .request(method, params, Optional.empty(), sent -> {
                    request.set(sent);
                    routes.sent(sent, member);
                })
                .thenAccept(outcome -> {
                    routes.settled(request.get());
                    first.accept(outcome);
                    open.remove(number);
                    answer.complete(outcome);
                });
        if (left) {
            completePending();
        }
        return answer;
    }

    void notify(String method, JsonObject params) {
        if (!left) {
            present().peer().notify(method, params);
        }
    }

    /**
     * Sets the session's id, and assigns that session to this member of the process.
     *
     * @param sessionId empty while a new one is requested
     * @return false if it belongs to another session of the process
     */
    boolean addOwned(String sessionId) {
        id = sessionId;
        return present().routes().addOwner(sessionId, member());
    }

    /** Returns whether others may use the same process. */
    boolean isShared() {
        return connection().filter(AcpConnection::isShared).isPresent();
    }

    /** See {@link AcpConnection#removeSession}; does nothing before it has joined. */
    void detach(boolean spoils) {
        connection().ifPresent(connection -> connection.removeSession(this, spoils));
    }

    /** Completes all pending requests, because the process continues without this session. */
    void completePending() {
        left = true;
        open.keySet()
                .forEach(number -> Optional.ofNullable(open.remove(number))
                        .ifPresent(answer -> answer.complete(new RpcOutcome.Closed(LEFT))));
    }
}
