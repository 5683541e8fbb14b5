package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side of a JSON-RPC 2.0 connection, with one message per line. Owns the pending requests, but neither the line
 * source nor the sink. One thread delivers lines; it also runs the handler and completes answers. All other methods may
 * be called from any thread. Ends with {@link #close(HostText)}, which completes all pending requests. The callers bound
 * the number of pending requests, since they send one at a time.
 */
public final class JsonRpcPeer {
    private static final Logger log = LoggerFactory.getLogger(JsonRpcPeer.class);

    /**
     * Raw input and output of tools can be deeply nested, and a rejected line could be a question that is then never
     * answered.
     */
    private static final int NESTING = 200;

    private final LineSink sink;
    private final RpcHandler handler;
    private final Deadlines deadlines;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile Optional<HostText> closed = Optional.empty();

    public JsonRpcPeer(LineSink sink, RpcHandler handler, Deadlines deadlines) {
        this.sink = sink;
        this.handler = handler;
        this.deadlines = deadlines;
    }

    /**
     * Sends a request.
     *
     * @param limit the timeout; empty for none while the connection lives
     * @return always completes, never exceptionally: on the reader thread, on the deadlines' thread, or on the closing
     *     one
     */
    public CompletableFuture<RpcOutcome> request(String method, JsonObject params, Optional<Duration> limit) {
        return request(method, params, limit, number -> {});
    }

    /** @param numbered receives the id of the request before it is sent, since the other side may ask about it at once */
    public CompletableFuture<RpcOutcome> request(
            String method, JsonObject params, Optional<Duration> limit, LongConsumer numbered) {
        String id = Long.toString(ids.incrementAndGet());
        Waiting entry = new Waiting(method, new CompletableFuture<>());
        waiting.put(id, entry);
        if (closed.isPresent()) {
            complete(id, new RpcOutcome.Closed(closed.get()));
            return entry.answer();
        }
        JsonObject message = message(method, params);
        message.addProperty("id", Long.parseLong(id));
        numbered.accept(Long.parseLong(id));
        WriteResult written = sink.write(message.toString());
        if (written != WriteResult.ACCEPTED) {
            complete(id, new RpcOutcome.Unsent(written));
        } else if (limit.isPresent()) {
            Duration time = limit.get();
            Runnable callOff = deadlines.after(time, () -> complete(id, new RpcOutcome.TimedOut(method, time)));
            CompletableFuture<Void> unused = entry.answer().thenRun(callOff);
        }
        return entry.answer();
    }

    /** Sends a notification. */
    public WriteResult notify(String method, JsonObject params) {
        return closed.isPresent()
                ? WriteResult.CLOSED
                : sink.write(message(method, params).toString());
    }

    /** Handles the next line from the other side. */
    public void accept(Line line) {
        line.match(
                text -> {
                    accept(text.text());
                    return true;
                },
                tooLong -> {
                    handler.onMalformed(
                            tooLong.head(), "The line has " + tooLong.bytes() + " bytes, which is over the limit.");
                    return false;
                });
    }

    /** Completes all pending requests, and accepts nothing more. The first reason stays. */
    public void close(HostText reason) {
        if (closed.isEmpty()) {
            closed = Optional.of(reason);
        }
        for (String id : waiting.keySet()) {
            complete(id, new RpcOutcome.Closed(reason));
        }
    }

    private void accept(String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            JsonElement message = StrictJson.parse(line, NESTING);
            if (message.isJsonObject()) {
                dispatch(line, message.getAsJsonObject());
            } else {
                handler.onMalformed(line, "The line is JSON, but no object.");
            }
        } catch (CodecException notJson) {
            handler.onMalformed(line, "The line is no message: " + notJson.getMessage());
        }
    }

    private void dispatch(String line, JsonObject message) {
        Optional<String> method = new JsonFields(message).text("method");
        JsonElement id = message.get("id");
        if (method.isPresent() && id != null) {
            onRequest(line, method.get(), id, message);
        } else if (method.isPresent()) {
            onNotification(line, method.get(), message);
        } else if (id != null && (message.has("result") || message.has("error"))) {
            onResponse(line, id, message);
        } else {
            handler.onMalformed(line, "The object is neither a request nor a notification nor a response.");
        }
    }

    private void onRequest(String line, String method, JsonElement id, JsonObject message) {
        if (!id.isJsonNull() && !id.isJsonPrimitive()) {
            handler.onMalformed(line, "The request's id is neither a string nor a number.");
            return;
        }
        Optional<JsonObject> params = params(message);
        RpcRequest request = new RpcRequest(id, method, params.orElseGet(JsonObject::new), sink);
        if (params.isEmpty()) {
            request.refuse(new RpcError(RpcError.INVALID_PARAMS, "The parameters must be an object."));
            return;
        }
        try {
            if (!handler.onRequest(request)) {
                request.refuse(new RpcError(RpcError.METHOD_NOT_FOUND, "There is no method " + method + " here."));
            }
        } catch (RuntimeException bug) {
            log.error("the request {} could not be handled", method, bug);
            request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The request could not be handled."));
        }
    }

    private void onNotification(String line, String method, JsonObject message) {
        Optional<JsonObject> params = params(message);
        if (params.isEmpty()) {
            handler.onMalformed(line, "The notification's parameters are not an object.");
            return;
        }
        handler.onNotification(method, params.get());
    }

    private void onResponse(String line, JsonElement id, JsonObject message) {
        JsonElement error = message.get("error");
        boolean failed = error != null && !error.isJsonNull();
        RpcOutcome outcome = failed
                ? new RpcOutcome.Failed(RpcError.from(error))
                : new RpcOutcome.Result(message.has("result") ? message.get("result") : JsonNull.INSTANCE);
        if (!complete(key(id), outcome)) {
            handler.onMalformed(line, "Nobody waits for this response.");
        }
    }

    private boolean complete(String id, RpcOutcome outcome) {
        Waiting entry = waiting.remove(id);
        return entry != null && entry.answer().complete(outcome);
    }

    /** Some agents answer with the id as a string, or as 1.0. */
    private static String key(JsonElement id) {
        if (id.isJsonPrimitive() && ((JsonPrimitive) id).isNumber()) {
            return Long.toString(id.getAsNumber().longValue());
        }
        return id.isJsonPrimitive() ? id.getAsString() : "";
    }

    private static Optional<JsonObject> params(JsonObject message) {
        JsonElement params = message.get("params");
        if (params == null || params.isJsonNull()) {
            return Optional.of(new JsonObject());
        }
        return params.isJsonObject() ? Optional.of(params.getAsJsonObject()) : Optional.empty();
    }

    private static JsonObject message(String method, JsonObject params) {
        JsonObject message = new JsonObject();
        message.addProperty("jsonrpc", "2.0");
        message.addProperty("method", method);
        message.add("params", params);
        return message;
    }

    /** A pending request. */
    private record Waiting(String method, CompletableFuture<RpcOutcome> answer) {}
}
