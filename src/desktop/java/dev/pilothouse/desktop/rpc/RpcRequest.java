package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.process.WriteResult;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request from the other side, to be answered once, at any time and from any thread. Further answers are refused with
 * {@link WriteResult#CLOSED}. Ends with its answer.
 */
public final class RpcRequest {
    private final JsonElement id;
    private final String method;
    private final JsonObject params;
    private final LineSink sink;
    private final AtomicBoolean answered;

    public RpcRequest(JsonElement id, String method, JsonObject params, LineSink sink) {
        this(id, method, params, sink, new AtomicBoolean());
    }

    private RpcRequest(JsonElement id, String method, JsonObject params, LineSink sink, AtomicBoolean answered) {
        this.id = id;
        this.method = method;
        this.params = params;
        this.sink = sink;
        this.answered = answered;
    }

    /** Returns the same request without its parameters, to be stored until it is answered. */
    public RpcRequest withoutParams() {
        return new RpcRequest(id, method, new JsonObject(), sink, answered);
    }

    public String method() {
        return method;
    }

    /** Returns the other side's request id, unchanged: a string, a number or null. */
    public JsonElement id() {
        return id;
    }

    /** Returns the parameters; an empty object if there were none. */
    public JsonObject params() {
        return params;
    }

    public WriteResult answer(JsonElement result) {
        return answer("result", result);
    }

    public WriteResult refuse(RpcError error) {
        return answer("error", error.toJson());
    }

    private WriteResult answer(String field, JsonElement value) {
        if (!answered.compareAndSet(false, true)) {
            return WriteResult.CLOSED;
        }
        JsonObject response = new JsonObject();
        response.addProperty("jsonrpc", "2.0");
        response.add("id", id);
        response.add(field, value);
        return sink.write(response.toString());
    }
}
