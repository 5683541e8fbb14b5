package dev.pilothouse.desktop.agent.rpc;

import com.google.gson.JsonObject;

/** Hears what the other side of a {@link JsonRpcPeer} sends, on the thread that reads. Implementations do not block. */
public interface RpcHandler {
    /**
     * A request.
     *
     * @return whether its method is known; if not, the peer answers "method not found"
     */
    boolean onRequest(RpcRequest request);

    /** A notification; one of an unknown method is for the implementation to report, and otherwise ignored. */
    void onNotification(String method, JsonObject params);

    /**
     * A line that is no message, or a response that nobody waits for. The connection goes on.
     *
     * @param line as it came, or its beginning
     * @param why one sentence
     */
    void onMalformed(String line, String why);
}
