package dev.pilothouse.desktop.profile;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.HostGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tests an MCP server: starts it, initializes it, lists its tools, and ends its process tree. Any thread; blocks for at
 * most about {@code 2 * limit}. Its output is not logged, since it may contain secrets. {@link #close()} ends the tests
 * that run.
 */
final class ServerCheck implements AutoCloseable {
    private static final String VERSION = "2025-06-18";
    private static final int MAX_TOOLS = 200;
    private static final int MAX_NAME = 200;

    private final ProcessLauncher launcher;
    private final String hostMark;
    private final Deadlines deadlines;
    private final Duration limit;
    private final Set<CliProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ServerCheck(ProcessLauncher launcher, String hostMark, Deadlines deadlines, Duration limit) {
        this.launcher = launcher;
        this.hostMark = hostMark;
        this.deadlines = deadlines;
        this.limit = limit;
    }

    /** @param environment the host's own */
    HostGateway.ServerTest test(McpServerEntry server, Map<String, String> environment, Path directory) {
        Map<String, String> own = new HashMap<>(ChildEnvironment.from(environment, List.of(), server.values()));
        Talk talk = new Talk(deadlines);
        ProcessStart start =
                launcher.start(new ProcessSpec(server.command(), directory, own, ProcessMark.fresh(hostMark)), talk);
        return start.match(process -> ask(talk, process), failed -> fault(failed.text()));
    }

    private HostGateway.ServerTest ask(Talk talk, CliProcess process) {
        running.add(process);
        try (process) {
            talk.opened(process);
            if (closed) {
                return fault(HostText.of(HostTextCode.SERVER_TEST_ENDED, "initialize"));
            }
            RpcOutcome begun = talk.ask("initialize", initialize(), limit);
            if (!(begun instanceof RpcOutcome.Result)) {
                return fault(sentence("initialize", begun, process));
            }
            talk.peer.notify("notifications/initialized", new JsonObject());
            RpcOutcome listed = talk.ask("tools/list", new JsonObject(), limit);
            if (listed instanceof RpcOutcome.Result result) {
                List<String> tools = JsonFields.of(result.value()).objects("tools").stream()
                        .limit(MAX_TOOLS)
                        .map(tool ->
                                TextCutter.line(PlainText.line(tool.text("name").orElse("")), MAX_NAME))
                        .filter(name -> !name.isEmpty())
                        .toList();
                return new HostGateway.ServerTest(tools, HostText.NONE);
            }
            return fault(sentence("tools/list", listed, process));
        } finally {
            running.remove(process);
        }
    }

    /** Ends the servers under test, and starts none any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        running.forEach(CliProcess::close);
    }

    private static JsonObject initialize() {
        JsonObject info = new JsonObject();
        info.addProperty("name", "pilothouse");
        info.addProperty("version", "1");
        JsonObject params = new JsonObject();
        params.addProperty("protocolVersion", VERSION);
        params.add("capabilities", new JsonObject());
        params.add("clientInfo", info);
        return params;
    }

    private HostText sentence(String method, RpcOutcome outcome, CliProcess process) {
        if (outcome instanceof RpcOutcome.Failed failed) {
            RpcError error = failed.error();
            return HostText.of(
                    HostTextCode.SERVER_TEST_REFUSED, method, TextCutter.head(PlainText.note(error.message()), 500));
        }
        return process.isRunning() && !closed
                ? HostText.of(HostTextCode.SERVER_TEST_SILENT, method, limit.toSeconds())
                : HostText.of(HostTextCode.SERVER_TEST_ENDED, method)
                        .above(TextCutter.head(PlainText.note(process.stderrExcerpt()), 1_000));
    }

    private static HostGateway.ServerTest fault(HostText sentence) {
        return new HostGateway.ServerTest(List.of(), sentence);
    }

    /** The lines of one server. A server may send requests, none of which is known here. */
    private static final class Talk implements ProcessListener, RpcHandler {
        private final CompletableFuture<CliProcess> process = new CompletableFuture<>();
        private final JsonRpcPeer peer;

        Talk(Deadlines deadlines) {
            peer = new JsonRpcPeer(this::write, this, deadlines);
        }

        void opened(CliProcess opened) {
            process.complete(opened);
        }

        private WriteResult write(String line) {
            return process.join().writeLine(line);
        }

        RpcOutcome ask(String method, JsonObject params, Duration limit) {
            return peer.request(method, params, Optional.of(limit)).join();
        }

        @Override
        public void onLine(Line line) {
            peer.accept(line);
        }

        @Override
        public void onExit(ProcessExit exit) {
            peer.close(HostText.NONE);
        }

        @Override
        public boolean onRequest(RpcRequest request) {
            return false;
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            // Such as a log message.
        }

        @Override
        public void onMalformed(String line, String why) {
            // Servers print greetings.
        }
    }
}
