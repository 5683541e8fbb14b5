package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;

/**
 * Something that a benchmark does inside of the window's process. Named by its class in a request, so it has a public
 * constructor without parameters. Runs on that process's main thread.
 */
public interface ClientCommand {
    /** @return what the benchmark gets as the answer */
    JsonObject run(ClientWindow window, JsonObject request) throws Exception;
}
