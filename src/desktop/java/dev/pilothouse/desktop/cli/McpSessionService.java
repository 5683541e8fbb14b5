package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.mcp.McpArgument;
import dev.pilothouse.desktop.mcp.McpResult;
import dev.pilothouse.desktop.mcp.McpTool;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The tools of {@code pilothouse mcp}: sessions of one host, by one connection that is opened at the first call and
 * opened again after the host has refused it.
 *
 * <p>Owns the connection and the threads of the calls. Any thread; ends with {@link #close()}.
 */
final class McpSessionService implements AutoCloseable {
    private static final int MAX_SESSIONS = 200;
    /** Leaves room for what surrounds the list. */
    private static final int MAX_LIST = McpResult.MAX_TEXT - 1_000;

    private static final int MAX_PROMPT = 256 * 1024;
    private static final int THREADS = 16;
    private static final int USUAL_WAIT_SECONDS = 60;
    private static final int MAX_WAIT_SECONDS = 3_600;
    private static final int USUAL_ITEMS = 10;
    private static final int MAX_ITEMS = 50;
    private static final int EXCERPT = 200;
    private static final int MAX_QUESTIONS = 5;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private static final McpArgument SESSION =
            McpArgument.text("sessionId", 200, "The id of a session, as list_sessions returns it.");

    private final Connector connector;
    private final ThreadPoolExecutor threads =
            NamedThreads.pool(THREADS, Duration.ofSeconds(10), THREADS, NamedThreads.numbered("mcp-call"));
    /** Guarded by this. */
    private @Nullable HostConnection connection;
    /** Guarded by this. */
    private boolean closed;

    /** Opens a connection to the host. */
    @FunctionalInterface
    interface Connector {
        HostConnection connect() throws CommandFailure;
    }

    /** A call, which may block. */
    private interface Call {
        McpResult run(HostConnection host, JsonFields arguments) throws CommandFailure;
    }

    McpSessionService(Connector connector) {
        this.connector = connector;
    }

    List<McpTool> tools() {
        return List.of(
                new McpTool(
                        "list_sessions",
                        "List sessions",
                        "Lists the sessions of coding agents on the host, the most recently active first: id, name,"
                                + " agent, directory, state, last line, and the questions that wait for a person."
                                + " States: starting, idle, working, waiting (for a person), failed, needsLogin, gone"
                                + " (no agent runs; a prompt starts it again).",
                        true,
                        List.of(McpArgument.choice(
                                "state",
                                List.of("starting", "idle", "working", "waiting", "failed", "needsLogin", "gone"),
                                "Only sessions in this state.")),
                        handler(McpSessionService::list)),
                new McpTool(
                        "read_session",
                        "Read a session",
                        "Returns the state of a session, its open questions, the agent's last message, and the newest"
                                + " entries of the transcript, cut to a bounded size.",
                        true,
                        List.of(
                                SESSION,
                                McpArgument.number(
                                        "items",
                                        0,
                                        MAX_ITEMS,
                                        "How many of the newest entries, " + USUAL_ITEMS + " if absent.")),
                        handler(McpSessionService::read)),
                new McpTool(
                        "send_prompt",
                        "Send a prompt",
                        "Gives the agent of a session a prompt and returns at once with a number, seq. The prompt waits"
                                + " while a turn runs. An agent that is not running is started. Use wait_for_session"
                                + " with that seq for the outcome. Do not send a prompt again after an error that says"
                                + " that the outcome is unknown; read the session first.",
                        false,
                        List.of(
                                SESSION,
                                McpArgument.text("text", MAX_PROMPT, "The prompt."),
                                McpArgument.flag("interrupt", "Cancels a running turn instead of waiting for it.")),
                        handler(McpSessionService::prompt)),
                new McpTool(
                        "wait_for_session",
                        "Wait for a session",
                        "Waits until a session has no work left, waits for a person, or has stopped, and at most for"
                                + " the given time. Returns the same as read_session, and why it returned: idle,"
                                + " waiting, failed, needsLogin, gone or timeLimit.",
                        true,
                        List.of(
                                SESSION,
                                McpArgument.number(
                                        "afterSeq",
                                        0,
                                        Long.MAX_VALUE / 2,
                                        "The seq that send_prompt returned: waits for the end of a turn after it."),
                                McpArgument.number(
                                        "seconds",
                                        1,
                                        MAX_WAIT_SECONDS,
                                        "The time limit, " + USUAL_WAIT_SECONDS + " if absent.")),
                        handler(McpSessionService::await)));
    }

    private McpTool.Handler handler(Call call) {
        return arguments -> {
            CompletableFuture<McpResult> result = new CompletableFuture<>();
            try {
                Future<?> task = threads.submit(() -> result.complete(run(call, arguments)));
                CompletableFuture<Void> unused = result.handle((value, failure) -> {
                    if (result.isCancelled()) {
                        task.cancel(true);
                    }
                    return null;
                });
            } catch (RejectedExecutionException full) {
                result.complete(McpResult.failed("Too many calls wait. Try again when one of them has ended."));
            }
            return result;
        };
    }

    private McpResult run(Call call, JsonFields arguments) {
        try {
            return call.run(connected(), arguments);
        } catch (CommandFailure failure) {
            return McpResult.failed(failure.text());
        }
    }

    /** Returns a connection that is up. The client reconnects by itself, except to a host that refuses it. */
    private HostConnection connected() throws CommandFailure {
        HostConnection current;
        synchronized (this) {
            if (closed) {
                throw new CommandFailure(CommandFailure.OTHER, "closed", "The server ends.");
            }
            if (connection != null && connection.view().connection() instanceof ConnectionState.Refused) {
                connection.close();
                connection = null;
            }
            if (connection == null) {
                connection = connector.connect();
            }
            current = connection;
        }
        current.client().retryNow();
        current.awaitView(
                view -> view.connection() instanceof ConnectionState.Live,
                CONNECT_TIMEOUT,
                "The host cannot be reached now. Nothing was sent to it.");
        return current;
    }

    private static McpResult list(HostConnection host, JsonFields arguments) {
        Optional<String> state = arguments.text("state");
        List<SessionSummary> sessions = host.view().sessions().stream()
                .filter(session -> state.isEmpty()
                        || state.get().equals(WireEnum.toWire(session.activity().phase())))
                .sorted(Comparator.comparing(SessionSummary::lastActive).reversed())
                .toList();
        return listed(sessions);
    }

    /** As many of the first ones as fit into a result. */
    static McpResult listed(List<SessionSummary> sessions) {
        JsonArray array = new JsonArray();
        int length = 0;
        for (SessionSummary session : sessions) {
            JsonObject entry = json(session);
            length += entry.toString().length() + 1;
            if (array.size() == MAX_SESSIONS || length > MAX_LIST) {
                break;
            }
            array.add(entry);
        }
        JsonObject json = new JsonObject();
        json.add("sessions", array);
        if (sessions.size() > array.size()) {
            json.addProperty("more", sessions.size() - array.size());
        }
        return McpResult.of(json);
    }

    private static McpResult read(HostConnection host, JsonFields arguments) throws CommandFailure {
        SessionId sessionId = session(host, arguments);
        return McpResult.of(read(host, sessionId, arguments));
    }

    private static JsonObject read(HostConnection host, SessionId sessionId, JsonFields arguments)
            throws CommandFailure {
        SessionState state = host.awaitSession(sessionId);
        JsonObject json = json(host.summary(sessionId));
        new McpTranscript(state.transcript())
                .addTo(json, (int) arguments.number("items").orElse(USUAL_ITEMS));
        return json;
    }

    private static McpResult prompt(HostConnection host, JsonFields arguments) throws CommandFailure {
        SessionId sessionId = session(host, arguments);
        IntentResult.Accepted accepted;
        try {
            accepted = host.submit(new Intent.Prompt(
                    sessionId,
                    arguments.text("text").orElse(""),
                    arguments.flag("interrupt") ? WhenBusy.STEER : WhenBusy.QUEUE));
        } catch (CommandFailure failure) {
            if (isTimeout(failure)) {
                return McpResult.failed(
                        failure.text() + " The outcome is unknown: the prompt may still arrive. Read the"
                                + " session before you send it again.");
            }
            throw failure;
        }
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", sessionId.value());
        json.addProperty("seq", accepted.seq());
        json.addProperty("outcome", WireEnum.toWire(accepted.outcome()));
        return McpResult.of(json);
    }

    private static McpResult await(HostConnection host, JsonFields arguments) throws CommandFailure {
        SessionId sessionId = session(host, arguments);
        long after = arguments.number("afterSeq").orElse(0);
        Duration limit = Duration.ofSeconds(arguments.number("seconds").orElse(USUAL_WAIT_SECONDS));
        String reason;
        try {
            HostView settled = host.awaitView(
                    view -> view.sessions().stream()
                            .filter(session -> session.sessionId().equals(sessionId))
                            .allMatch(session -> SettledSession.is(session, after)),
                    limit,
                    "");
            reason = settled.sessions().stream()
                    .filter(session -> session.sessionId().equals(sessionId))
                    .map(SettledSession::reason)
                    .findFirst()
                    .orElseThrow(() ->
                            CommandFailure.of(ErrorCode.NO_SUCH_SESSION, "Session " + sessionId + " was deleted."));
        } catch (CommandFailure failure) {
            if (!isTimeout(failure)) {
                throw failure;
            }
            reason = "timeLimit";
        }
        JsonObject json = read(host, sessionId, arguments);
        json.addProperty("reason", reason);
        return McpResult.of(json);
    }

    private static boolean isTimeout(CommandFailure failure) {
        return failure.code().equals(WireEnum.toWire(ErrorCode.UNREACHABLE));
    }

    private static SessionId session(HostConnection host, JsonFields arguments) throws CommandFailure {
        SessionId sessionId = CtlCommand.session(arguments.text("sessionId").orElse(""));
        host.summary(sessionId);
        return sessionId;
    }

    private static JsonObject json(SessionSummary session) {
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", session.sessionId().value());
        json.addProperty("name", TextCutter.excerpt(session.name(), EXCERPT));
        json.addProperty("agent", session.agentId().value());
        json.addProperty("directory", session.cwd());
        json.addProperty("state", WireEnum.toWire(session.activity().phase()));
        json.addProperty("since", session.activity().since().toString());
        json.addProperty("mode", session.modeName());
        json.addProperty("queued", session.queued());
        if (session.lastTurn() != null) {
            json.addProperty("lastStop", WireEnum.toWire(session.lastTurn().reason()));
        }
        json.addProperty("lastLine", TextCutter.excerpt(session.lastLine(), EXCERPT));
        if (!session.open().isEmpty()) {
            JsonArray questions = new JsonArray();
            session.open().stream()
                    .limit(MAX_QUESTIONS)
                    .map(open -> TextCutter.excerpt(open.pending().title(), EXCERPT))
                    .forEach(questions::add);
            json.add("waitsForAPerson", questions);
        }
        return json;
    }

    /** Idempotent. */
    @Override
    public void close() {
        threads.shutdownNow();
        HostConnection last;
        synchronized (this) {
            closed = true;
            last = connection;
            connection = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
