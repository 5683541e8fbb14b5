package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import java.time.Duration;
import java.util.function.Consumer;

/** Port: the access of an adapter's parts to its agent. Any thread; callbacks run on the inbox's thread. */
interface AcpLink {
    /** Sends a request; the outcome is always delivered. */
    void ask(String method, JsonObject params, Consumer<RpcOutcome> then);

    /** Sends {@code session/new}. */
    void newSession(JsonObject params, Consumer<RpcOutcome> then);

    /** Returns parameters that name the session. */
    JsonObject inSession();

    /** Runs an action after a delay. */
    void schedule(Duration delay, Runnable action);
}
