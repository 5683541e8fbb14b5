package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * The error object of JSON-RPC. Treat as immutable; any thread.
 *
 * @param code one of the constants below; ACP adds -32000 (authentication required) and -32002 (resource not found)
 * @param message one sentence
 * @param data further data from the other side
 */
public record RpcError(long code, String message, Optional<JsonElement> data) {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    public static final int REQUEST_CANCELLED = -32800;
    public static final int AUTHENTICATION_REQUIRED = -32000;
    public static final int RESOURCE_NOT_FOUND = -32002;

    public RpcError(long code, String message) {
        this(code, message, Optional.empty());
    }

    static RpcError from(JsonElement element) {
        if (!element.isJsonObject()) {
            return new RpcError(INTERNAL_ERROR, "The error is not an object: " + element);
        }
        JsonFields fields = new JsonFields(element.getAsJsonObject());
        return new RpcError(
                fields.number("code").orElse(INTERNAL_ERROR),
                fields.text("message").orElse(""),
                fields.element("data"));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("code", code);
        json.addProperty("message", message);
        data.ifPresent(element -> json.add("data", element));
        return json;
    }
}
