package dev.pilothouse.desktop.agent;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.RpcOutcome;
import java.time.Duration;
import java.util.function.Consumer;

/** Port: how the parts of an adapter reach its agent. Any thread; what follows runs on the inbox's thread. */
interface AcpLink {
    /** Sends a request; its outcome comes in any case. */
    void ask(String method, JsonObject params, Consumer<RpcOutcome> then);

    /** Sends {@code session/new}. */
    void newSession(JsonObject params, Consumer<RpcOutcome> then);

    /** Parameters that name the session. */
    JsonObject inSession();

    /** Runs something after a time. */
    void later(Duration delay, Runnable action);
}
