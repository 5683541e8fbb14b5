package dev.pilothouse.desktop.agent;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.RpcOutcome;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A session's place in an agent's process. Owns the requests that it has made: all of them are over when it has left, though
 * the process lives on. Any thread. Ends with {@link #leave} or with the process.
 */
final class AcpSeat {
    /** A turn's last words, if it was under way. */
    static final String LEFT = "The session was ended.";

    private final AcpConnection connection;
    private final AcpConnection.Member member;
    private final Map<Long, CompletableFuture<RpcOutcome>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    /** Sessions whose end the agent was asked for: the one that this had, and one that came too late for it. */
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    private volatile boolean left;

    AcpSeat(AcpConnection connection, AcpConnection.Member member) {
        this.connection = connection;
        this.member = member;
    }

    AcpConnection connection() {
        return connection;
    }

    AcpConnection.Member member() {
        return member;
    }

    /** Sends a request. The answer comes always, on the thread that reads, or on the one that leaves or ends. */
    CompletableFuture<RpcOutcome> request(String method, JsonObject params) {
        return request(method, params, outcome -> {});
    }

    /** Sends {@code session/new}; its session is this one's from the very answer on. */
    CompletableFuture<RpcOutcome> newSession(JsonObject params) {
        connection.routes().asking();
        AtomicBoolean settled = new AtomicBoolean();
        CompletableFuture<RpcOutcome> answer = request("session/new", params, outcome -> {
            String sessionId = outcome instanceof RpcOutcome.Result result
                    ? JsonFields.of(result.value()).text("sessionId").orElse("")
                    : "";
            if (settled.compareAndSet(false, true)) {
                connection.routes().answered(sessionId, member).forEach(Runnable::run);
            }
            // Not by a flag: who goes just now has nothing to give back if the id was not its own yet.
            if (!sessionId.isEmpty() && !connection.routes().has(member)) {
                abandon(sessionId);
            }
        });
        CompletableFuture<Void> unused = answer.thenRun(() -> {
            // Who leaves waits for no id, and nothing is to wait for it either.
            if (settled.compareAndSet(false, true)) {
                connection.routes().answered("", member).forEach(Runnable::run);
            }
        });
        return answer;
    }

    /** Has the agent end the session, if it can. @return over at once if it cannot, or was asked already */
    CompletableFuture<RpcOutcome> closeSession(String sessionId) {
        return asksToClose(sessionId)
                ? request("session/close", session(sessionId))
                : CompletableFuture.completedFuture(new RpcOutcome.Closed(LEFT));
    }

    /** The same for one that has left: nobody wants that session any more, and the process goes on. */
    void abandon(String sessionId) {
        if (asksToClose(sessionId)) {
            CompletableFuture<RpcOutcome> unused =
                    connection.peer().request("session/close", session(sessionId), Optional.empty());
        }
    }

    private boolean asksToClose(String sessionId) {
        return connection.closesSessions() && closed.add(sessionId);
    }

    private static JsonObject session(String sessionId) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", sessionId);
        return params;
    }

    /** @param first sees the process's own answer before anybody else, also if this has left meanwhile */
    private CompletableFuture<RpcOutcome> request(String method, JsonObject params, Consumer<RpcOutcome> first) {
        CompletableFuture<RpcOutcome> answer = new CompletableFuture<>();
        long number = numbers.incrementAndGet();
        open.put(number, answer);
        if (left) {
            forget();
            return answer;
        }
        CompletableFuture<Void> unused = connection
                .peer()
                .request(method, params, Optional.empty())
                .thenAccept(outcome -> {
                    first.accept(outcome);
                    open.remove(number);
                    answer.complete(outcome);
                });
        if (left) {
            forget();
        }
        return answer;
    }

    void notify(String method, JsonObject params) {
        if (!left) {
            connection.peer().notify(method, params);
        }
    }

    /** From now on that session is this one's. @return false if another one of the process has it */
    boolean own(String sessionId) {
        return connection.routes().own(sessionId, member);
    }

    /** Whether others may be in the same process. */
    boolean isShared() {
        return connection.isShared();
    }

    Optional<ProcessUsage> usage(ProcessTable table) {
        return connection.usage(member, table);
    }

    /** See {@link AcpConnection#leave}. */
    void leave(boolean spoils) {
        connection.leave(this, spoils);
    }

    /** The process goes on without it: what it still waits for is over. */
    void forget() {
        left = true;
        open.keySet()
                .forEach(number -> Optional.ofNullable(open.remove(number))
                        .ifPresent(answer -> answer.complete(new RpcOutcome.Closed(LEFT))));
    }
}
