package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonObject;

/** Receives messages of the other side of a {@link JsonRpcPeer}, on the reader thread. Implementations do not block. */
public interface RpcHandler {
    /**
     * Handles a request.
     *
     * @return whether its method is known; if not, the peer answers "method not found"
     */
    boolean onRequest(RpcRequest request);

    /** Handles a notification. The implementation logs and ignores an unknown method. */
    void onNotification(String method, JsonObject params);

    /**
     * A line that is not a message, or a response without a pending request. The connection continues.
     *
     * @param line the line, or its beginning
     * @param why one sentence
     */
    void onMalformed(String line, String why);
}
