package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;

/**
 * A command that a benchmark runs inside the window's process. A request names its class, so it has a public
 * constructor without parameters. Runs on that process's main thread.
 */
public interface ClientCommand {
    /** @return the answer for the benchmark */
    JsonObject run(ClientWindow window, JsonObject request) throws Exception;
}
