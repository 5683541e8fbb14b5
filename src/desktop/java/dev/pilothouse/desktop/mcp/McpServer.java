package dev.pilothouse.desktop.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.process.LineReader;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.LineSink;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client of the Model Context Protocol, with tools only. Serves the revision of 2026-07-28, whose
 * requests carry their version, and the earlier ones, which begin with {@code initialize}.
 *
 * <p>Owns the calls that run. {@link #serve} reads on the calling thread until the client is gone; answers are written
 * by the threads that complete the calls, one at a time.
 */
public final class McpServer {
    /** The revision without a handshake. */
    static final String MODERN = "2026-07-28";
    /** The revisions with a handshake, newest first. That of 2025-03-26 is left out, since it demands batches. */
    static final List<String> WITH_HANDSHAKE = List.of("2025-11-25", "2025-06-18", "2024-11-05");

    static final int UNSUPPORTED_VERSION = -32022;
    /** The longest line of a client, in bytes: a prompt of full length with escapes fits. */
    static final int MAX_LINE = 8 * 1024 * 1024;

    static final int MAX_CALLS = 32;

    private static final Logger log = LoggerFactory.getLogger(McpServer.class);
    private static final String META = "io.modelcontextprotocol/";
    private static final int TOOLS_TTL_MILLIS = 3_600_000;

    private final Description description;
    private final Map<String, McpTool> tools = new LinkedHashMap<>();
    private final JsonRpcPeer peer;
    /**
     * Guarded by itself. By the id of the request as JSON, since 1 and "1" are different ids. Only the reader adds to it.
     */
    private final Map<String, CompletableFuture<McpResult>> calls = new LinkedHashMap<>();

    /** @param instructions for the model, about all tools */
    public record Description(String name, String title, String version, String instructions) {}

    public McpServer(Description description, List<McpTool> tools, LineSink sink) {
        this.description = description;
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        this.peer = new JsonRpcPeer(sink, new Handler(), (delay, action) -> () -> {});
    }

    /** Returns a sink that writes lines to a stream. A line that cannot be written is dropped: the reader is gone. */
    public static LineSink writing(OutputStream out) {
        Object lock = new Object();
        return line -> {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (lock) {
                try {
                    out.write(bytes);
                    out.flush();
                    return WriteResult.ACCEPTED;
                } catch (IOException gone) {
                    return WriteResult.CLOSED;
                }
            }
        };
    }

    /** Serves the client until its stream ends, then cancels the calls that still run. */
    public void serve(InputStream in) throws IOException {
        serve(in, MAX_LINE);
    }

    /** @param longest the longest line of the client, in bytes; a longer one is skipped */
    public void serve(InputStream in, int longest) throws IOException {
        try {
            LineReader lines = new LineReader(in, longest);
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                peer.accept(line.get());
            }
        } finally {
            running().forEach(call -> call.cancel(false));
        }
    }

    private List<CompletableFuture<McpResult>> running() {
        synchronized (calls) {
            return new ArrayList<>(calls.values());
        }
    }

    private final class Handler implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            JsonFields params = new JsonFields(request.params());
            Optional<JsonFields> meta = params.object("_meta");
            Optional<String> version = meta.flatMap(fields -> fields.text(META + "protocolVersion"));
            if (version.isPresent() && !versions().contains(new JsonPrimitive(version.get()))) {
                request.refuse(unsupported(version.get()));
                return true;
            }
            boolean modern = version.filter(MODERN::equals).isPresent();
            switch (request.method()) {
                case "initialize" -> request.answer(initialized(params));
                case "server/discover" -> request.answer(discovered());
                case "ping" -> request.answer(result(modern));
                case "tools/list" -> request.answer(list(modern));
                case "tools/call" -> call(request, params, modern);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            JsonElement id = params.get("requestId");
            if (method.equals("notifications/cancelled") && id != null) {
                CompletableFuture<McpResult> call;
                synchronized (calls) {
                    call = calls.get(id.toString());
                }
                if (call != null) {
                    call.cancel(false);
                }
            }
        }

        @Override
        public void onMalformed(String line, String why) {
            log.debug("A client of MCP sent a line that is no message: {}", why);
        }
    }

    private void call(RpcRequest request, JsonFields params, boolean modern) {
        String name = params.text("name").orElse("");
        McpTool tool = tools.get(name);
        if (tool == null) {
            request.refuse(new RpcError(
                    RpcError.INVALID_PARAMS,
                    "There is no tool " + TextCutter.line(name, 100) + " here. The tools are: "
                            + String.join(", ", tools.keySet()) + "."));
            return;
        }
        JsonElement given = params.element("arguments").orElseGet(JsonObject::new);
        if (!given.isJsonObject()) {
            request.refuse(new RpcError(RpcError.INVALID_PARAMS, "The arguments must be an object."));
            return;
        }
        Optional<String> fault = tool.fault(given.getAsJsonObject());
        if (fault.isPresent()) {
            answer(request, McpResult.failed(fault.get()), modern);
            return;
        }
        begin(request, tool, JsonFields.of(given), modern);
    }

    private void begin(RpcRequest request, McpTool tool, JsonFields arguments, boolean modern) {
        String id = request.id().toString();
        RpcRequest open = request.withoutParams();
        synchronized (calls) {
            if (calls.size() >= MAX_CALLS) {
                answer(open, McpResult.failed(MAX_CALLS + " calls run already. Wait for one of them."), modern);
                return;
            }
            if (calls.containsKey(id)) {
                open.refuse(new RpcError(RpcError.INVALID_REQUEST, "A call with the id " + id + " runs already."));
                return;
            }
        }
        CompletableFuture<McpResult> call;
        try {
            call = tool.handler().call(arguments);
        } catch (RuntimeException bug) {
            log.error("The tool {} could not be called", tool.name(), bug);
            call = CompletableFuture.completedFuture(McpResult.failed("The tool failed: this is a bug of Pilothouse."));
        }
        synchronized (calls) {
            calls.put(id, call);
        }
        CompletableFuture<McpResult> begun = call;
        CompletableFuture<Void> unused = begun.handle((result, failure) -> {
            synchronized (calls) {
                calls.remove(id);
            }
            if (begun.isCancelled()) {
                // The protocol forbids an answer to a cancelled request.
                return null;
            }
            if (failure != null) {
                log.error("The tool {} failed", tool.name(), failure);
            }
            answer(
                    open,
                    failure == null ? result : McpResult.failed("The tool failed: this is a bug of Pilothouse."),
                    modern);
            return null;
        });
    }

    private void answer(RpcRequest request, McpResult result, boolean modern) {
        JsonObject json = result(modern);
        result.toJson().entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        request.answer(json);
    }

    private JsonObject result(boolean modern) {
        JsonObject json = new JsonObject();
        if (modern) {
            json.addProperty("resultType", "complete");
            JsonObject meta = new JsonObject();
            meta.add(META + "serverInfo", info());
            json.add("_meta", meta);
        }
        return json;
    }

    private JsonObject list(boolean modern) {
        JsonArray array = new JsonArray();
        tools.values().forEach(tool -> array.add(tool.toJson()));
        JsonObject json = result(modern);
        json.add("tools", array);
        if (modern) {
            cacheable(json);
        }
        return json;
    }

    private static void cacheable(JsonObject json) {
        json.addProperty("ttlMs", TOOLS_TTL_MILLIS);
        json.addProperty("cacheScope", "private");
    }

    private JsonObject initialized(JsonFields params) {
        JsonObject json = new JsonObject();
        json.addProperty(
                "protocolVersion", agreed(params.text("protocolVersion").orElse("")));
        json.add("capabilities", capabilities());
        json.add("serverInfo", info());
        json.addProperty("instructions", description.instructions());
        return json;
    }

    /** Returns the newest revision that is not newer than the client's, or else the newest with a handshake. */
    private static String agreed(String wanted) {
        return WITH_HANDSHAKE.stream()
                .filter(known -> known.compareTo(wanted) <= 0)
                .findFirst()
                .orElse(WITH_HANDSHAKE.get(0));
    }

    private JsonObject discovered() {
        JsonObject json = result(true);
        json.add("supportedVersions", versions());
        json.add("capabilities", capabilities());
        json.addProperty("instructions", description.instructions());
        cacheable(json);
        return json;
    }

    private static JsonArray versions() {
        JsonArray versions = new JsonArray();
        versions.add(MODERN);
        WITH_HANDSHAKE.forEach(versions::add);
        return versions;
    }

    private static JsonObject capabilities() {
        JsonObject capabilities = new JsonObject();
        capabilities.add("tools", new JsonObject());
        return capabilities;
    }

    private JsonObject info() {
        JsonObject info = new JsonObject();
        info.addProperty("name", description.name());
        info.addProperty("title", description.title());
        info.addProperty("version", description.version());
        return info;
    }

    private static RpcError unsupported(String version) {
        JsonObject data = new JsonObject();
        data.add("supported", versions());
        data.addProperty("requested", version);
        return new RpcError(UNSUPPORTED_VERSION, "Unsupported protocol version", Optional.of(data));
    }
}
