package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.LineSink;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets an agent that speaks version 2 of ACP, which is a draft, be driven as one of version 1: it translates the lines
 * of one connection in both directions. It offers version 2 in {@code initialize}, and passes everything on unchanged
 * if the agent answers with another version. Owns the prompts whose turns have not ended. {@link #write} may be called
 * on any thread, {@link #accept} on the reader thread. The monitor is never held while a line is delivered. Ends with
 * the connection.
 */
final class AcpV2Translator {
    static final int VERSION = 2;
    private static final int NESTING = 200;
    private static final int MAX_SESSIONS = 64;
    private static final int MAX_PROMPTS = 16;
    /** Requests without an answer. The host has given up the oldest of so many. */
    private static final int MAX_ASKED = 1_000;
    /** The agent does not support the version. */
    private static final int UNSUPPORTED_VERSION = -32022;

    private final LineSink agent;
    /** Methods of the requests that the agent has to answer, by id. */
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean offering;
    private volatile boolean active;
    private @Nullable String firstOffer;

    /**
     * @param offered the newest version that the agent is offered
     * @param agent receives the lines for the agent
     */
    AcpV2Translator(int offered, LineSink agent) {
        this.offering = offered >= VERSION;
        this.agent = agent;
    }

    private record Asked(String method, String sessionId) {}

    /** The work of a session. */
    private static final class Session {
        private final AcpV2Updates updates = new AcpV2Updates();
        private final List<Prompt> prompts = new ArrayList<>();
        private boolean running;
    }

    /** A prompt until the agent is idle after it. */
    private static final class Prompt {
        private final JsonElement id;
        /** Whether the agent has put it into the conversation. */
        private boolean accepted;
        /** Whether the agent has shown it in the conversation. */
        private boolean echoed;
        /** Whether the agent has worked since it was sent. */
        private boolean ran;
        /** Whether that work began after it was sent. */
        private boolean began;
        /** The idle state that came after the echo or after such work, but before the answer. */
        private @Nullable JsonFields idle;

        Prompt(JsonElement id, boolean ran) {
            this.id = id;
            this.ran = ran;
        }
    }

    /** Returns the version that the agent speaks, if the host's messages are of version 1. */
    int version() {
        return active ? VERSION : AcpMessages.VERSION;
    }

    // ---- to the agent

    WriteResult write(String line) {
        return agent.write(offering || active ? translated(line) : line);
    }

    private String translated(String line) {
        try {
            if (StrictJson.parse(line, NESTING) instanceof JsonObject message) {
                toAgent(line, message);
                return message.toString();
            }
        } catch (CodecException never) {
            // The host writes valid JSON.
            throw new IllegalStateException(never);
        }
        return line;
    }

    private synchronized void toAgent(String line, JsonObject message) {
        String method = new JsonFields(message).text("method").orElse("");
        if (!(message.get("params") instanceof JsonObject params)) {
            return;
        }
        if (method.equals("initialize") && !active) {
            firstOffer = line;
            offer(params);
        }
        JsonElement id = message.get("id");
        String sessionId = new JsonFields(params).text("sessionId").orElse("");
        switch (method) {
            case "session/load" -> {
                message.addProperty("method", "session/resume");
                JsonObject start = new JsonObject();
                start.addProperty("type", "start");
                params.add("replayFrom", start);
            }
            case "session/set_config_option" -> {
                if (!params.has("type")) {
                    params.addProperty("type", "id");
                }
            }
            case "authenticate" -> message.addProperty("method", "auth/login");
            case "logout" -> message.addProperty("method", "auth/logout");
            case "session/prompt" -> {
                Session session = session(sessionId);
                session.prompts.add(new Prompt(id, session.running));
                if (session.prompts.size() > MAX_PROMPTS) {
                    session.prompts.remove(0);
                }
            }
            case "session/close", "session/delete" -> sessions.remove(sessionId);
            default -> {
                // The same in both versions.
            }
        }
        for (JsonFields server : new JsonFields(params).objects("mcpServers")) {
            if (server.text("type").isEmpty()) {
                server.json().addProperty("type", "stdio");
            }
        }
        if (id != null && !method.isEmpty()) {
            asked.put(id.toString(), new Asked(method, sessionId));
            if (asked.size() > MAX_ASKED) {
                asked.remove(asked.keySet().iterator().next());
            }
        }
    }

    /** Adds the members of version 2. An agent of version 1 ignores them. */
    private static void offer(JsonObject params) {
        params.addProperty("protocolVersion", VERSION);
        params.add("info", Optional.ofNullable(params.get("clientInfo")).orElseGet(JsonObject::new));
        JsonObject elicitation = new JsonObject();
        elicitation.add("form", new JsonObject());
        elicitation.add("url", new JsonObject());
        JsonObject capabilities = new JsonObject();
        capabilities.add("elicitation", elicitation);
        params.add("capabilities", capabilities);
    }

    // ---- from the agent

    /** Delivers what a line means in version 1: nothing, one line or several. */
    void accept(Line line, Consumer<Line> host) {
        if (!offering && !active) {
            host.accept(line);
            return;
        }
        line.match(
                text -> {
                    accept(text, host);
                    return true;
                },
                tooLong -> {
                    host.accept(tooLong);
                    return false;
                });
    }

    private void accept(Line.Text line, Consumer<Line> host) {
        List<JsonObject> translated;
        try {
            if (!(StrictJson.parse(line.text(), NESTING) instanceof JsonObject message)) {
                host.accept(line);
                return;
            }
            translated = fromAgent(message);
        } catch (CodecException malformed) {
            host.accept(line);
            return;
        }
        translated.forEach(message -> host.accept(new Line.Text(message.toString(), line.malformed())));
    }

    /** Delivers what was held back, before the end of the process is reported. */
    void end(Consumer<Line> host) {
        List<JsonObject> held = new ArrayList<>();
        synchronized (this) {
            sessions.forEach(
                    (id, session) -> session.updates.flush().forEach(update -> held.add(notification(id, update))));
        }
        held.forEach(message -> host.accept(new Line.Text(message.toString(), false)));
    }

    private synchronized List<JsonObject> fromAgent(JsonObject message) {
        JsonFields fields = new JsonFields(message);
        Optional<String> method = fields.text("method");
        if (method.isPresent()) {
            if (!active || !(message.get("params") instanceof JsonObject params)) {
                return List.of(message);
            }
            return switch (method.get()) {
                case "session/update" -> update(message, params);
                case "session/request_permission" -> {
                    permission(params);
                    yield List.of(message);
                }
                default -> List.of(message);
            };
        }
        Asked request = message.has("id") ? asked.remove(message.get("id").toString()) : null;
        if (request == null) {
            return List.of(message);
        }
        if (request.method().equals("initialize")) {
            return initialized(message);
        }
        if (!active) {
            return List.of(message);
        }
        if (message.get("error") instanceof JsonObject) {
            if (request.method().equals("session/prompt")) {
                session(request.sessionId())
                        .prompts
                        .removeIf(prompt ->
                                prompt.id.toString().equals(message.get("id").toString()));
            }
            return List.of(message);
        }
        return answer(request, message);
    }

    private List<JsonObject> initialized(JsonObject message) {
        String again = firstOffer;
        if (message.get("error") instanceof JsonObject error && again != null && !active) {
            long code = new JsonFields(error).number("code").orElse(0);
            if (code == UNSUPPORTED_VERSION || code == RpcError.INVALID_PARAMS || code == RpcError.INVALID_REQUEST) {
                offering = false;
                firstOffer = null;
                agent.write(again);
                return List.of();
            }
        }
        offering = false;
        firstOffer = null;
        if (message.get("result") instanceof JsonObject result) {
            active = new JsonFields(result).number("protocolVersion").orElse(0) == VERSION;
            if (active) {
                message.add("result", capabilities(new JsonFields(result)));
            }
        }
        return List.of(message);
    }

    /** Returns the answer to {@code initialize} in the form of version 1. */
    private static JsonObject capabilities(JsonFields result) {
        JsonFields offered = result.object("capabilities").orElse(new JsonFields(new JsonObject()));
        JsonObject capabilities = new JsonObject();
        offered.object("session").ifPresent(session -> {
            JsonObject sessions = new JsonObject();
            for (String always : List.of("list", "resume", "close")) {
                sessions.add(always, new JsonObject());
            }
            session.json().entrySet().stream()
                    .filter(member -> member.getValue().isJsonObject())
                    .filter(member -> !member.getKey().equals("prompt")
                            && !member.getKey().equals("mcp"))
                    .forEach(member -> sessions.add(member.getKey(), member.getValue()));
            capabilities.addProperty("loadSession", true);
            capabilities.add("sessionCapabilities", sessions);
            capabilities.add("promptCapabilities", flags(session.object("prompt")));
            capabilities.add("mcpCapabilities", flags(session.object("mcp")));
        });
        offered.json().entrySet().stream()
                .filter(member -> !member.getKey().equals("session"))
                .forEach(member -> capabilities.add(member.getKey(), member.getValue()));
        JsonObject auth = capabilities.get("auth") instanceof JsonObject present ? present : new JsonObject();
        auth.add("logout", new JsonObject());
        capabilities.add("auth", auth);
        for (JsonFields login : result.objects("authMethods")) {
            login.json()
                    .add("id", Optional.ofNullable(login.json().get("methodId")).orElse(JsonNull.INSTANCE));
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("protocolVersion", AcpMessages.VERSION);
        answer.add("agentCapabilities", capabilities);
        result.element("info").ifPresent(info -> answer.add("agentInfo", info));
        result.element("authMethods").ifPresent(methods -> answer.add("authMethods", methods));
        return answer;
    }

    private static JsonObject flags(Optional<JsonFields> markers) {
        JsonObject flags = new JsonObject();
        markers.ifPresent(offer -> offer.json().entrySet().stream()
                .filter(member -> member.getValue().isJsonObject())
                .forEach(member -> flags.addProperty(member.getKey(), true)));
        return flags;
    }

    private List<JsonObject> answer(Asked request, JsonObject message) {
        JsonFields result =
                JsonFields.of(Optional.ofNullable(message.get("result")).orElse(JsonNull.INSTANCE));
        return switch (request.method()) {
            case "session/prompt" -> accepted(request, message);
            case "session/set_config_option" -> {
                AcpV2Updates.withOptions(result.json());
                yield List.of(message);
            }
            case "session/new", "session/load", "session/resume", "session/fork" -> {
                AcpV2Updates.withOptions(result.json());
                String sessionId = result.text("sessionId").orElse(request.sessionId());
                List<JsonObject> messages = new ArrayList<>(List.of(message));
                result.element("availableCommands").ifPresent(commands -> {
                    JsonObject update = new JsonObject();
                    update.addProperty("sessionUpdate", "available_commands_update");
                    update.add("availableCommands", commands);
                    messages.add(notification(sessionId, update));
                });
                yield messages;
            }
            default -> List.of(message);
        };
    }

    private List<JsonObject> accepted(Asked request, JsonObject message) {
        Session session = session(request.sessionId());
        Optional<Prompt> accepted = session.prompts.stream()
                .filter(prompt -> prompt.id.toString().equals(message.get("id").toString()))
                .findFirst();
        if (accepted.isEmpty()) {
            return List.of();
        }
        accepted.get().accepted = true;
        JsonFields idle = accepted.get().idle;
        return idle == null ? List.of() : finish(session, List.of(accepted.get()), idle);
    }

    private List<JsonObject> update(JsonObject message, JsonObject params) {
        String sessionId = new JsonFields(params).text("sessionId").orElse("");
        if (!(params.get("update") instanceof JsonObject update)) {
            return List.of(message);
        }
        Session session = session(sessionId);
        JsonFields fields = new JsonFields(update);
        String kind = fields.text("sessionUpdate").orElse("");
        List<JsonObject> messages = new ArrayList<>();
        session.updates.translate(update).forEach(one -> messages.add(notification(sessionId, one)));
        if (kind.equals("user_message") || kind.equals("user_message_chunk")) {
            session.prompts.forEach(prompt -> prompt.echoed = true);
        } else if (kind.equals("state_update")) {
            messages.addAll(state(session, fields));
        }
        return messages;
    }

    /** An unknown state is work, too. */
    private static List<JsonObject> state(Session session, JsonFields update) {
        boolean begins = !session.running;
        session.running = !update.text("state").orElse("").equals("idle");
        if (session.running) {
            session.prompts.forEach(prompt -> {
                prompt.ran = true;
                prompt.began |= begins;
                prompt.idle = null;
            });
            return List.of();
        }
        List<Prompt> over = new ArrayList<>();
        for (Prompt prompt : session.prompts) {
            // The news about work in the background repeats the state without ending a turn.
            boolean repeated = !prompt.ran
                    && (update.element("background").isPresent()
                            || update.element("stopReason").isEmpty());
            if (prompt.accepted && !repeated) {
                over.add(prompt);
            } else if ((prompt.echoed || prompt.began) && !repeated) {
                prompt.idle = update;
            } else {
                // The end of earlier work.
                prompt.ran = false;
            }
        }
        return finish(session, over, update);
    }

    private static List<JsonObject> finish(Session session, List<Prompt> over, JsonFields idle) {
        session.prompts.removeAll(over);
        return over.stream().map(prompt -> outcome(prompt, idle)).toList();
    }

    /** Returns the answer to the prompt that version 1 has. */
    private static JsonObject outcome(Prompt prompt, JsonFields idle) {
        JsonObject answer = new JsonObject();
        answer.addProperty("jsonrpc", "2.0");
        answer.add("id", prompt.id);
        String reason = idle.text("stopReason").orElse("end_turn");
        if (reason.equals("error")) {
            JsonObject error = idle.object("error").map(JsonFields::json).orElseGet(() -> {
                JsonObject unknown = new JsonObject();
                unknown.addProperty("code", RpcError.INTERNAL_ERROR);
                unknown.addProperty("message", "");
                return unknown;
            });
            answer.add("error", error);
        } else {
            JsonObject result = new JsonObject();
            result.addProperty("stopReason", reason);
            answer.add("result", result);
        }
        return answer;
    }

    /** The words of the question stay beside the tool call; {@link PendingQuestions} reads them. */
    private void permission(JsonObject params) {
        JsonFields fields = new JsonFields(params);
        Optional<JsonFields> subject = fields.object("subject");
        String type = subject.flatMap(given -> given.text("type")).orElse("");
        if (type.equals("tool_call")) {
            AcpV2Updates updates = session(fields.text("sessionId").orElse("")).updates;
            subject.flatMap(given -> given.object("toolCall"))
                    .ifPresent(call -> params.add("toolCall", updates.permissionCall(call.json())));
        } else if (type.equals("command")) {
            JsonObject input = new JsonObject();
            JsonObject call = new JsonObject();
            subject.ifPresent(given -> {
                given.text("command").ifPresent(command -> input.addProperty("command", command));
                given.text("cwd").ifPresent(cwd -> input.addProperty("cwd", cwd));
                given.text("toolCallId").ifPresent(id -> call.addProperty("toolCallId", id));
            });
            call.addProperty("kind", "execute");
            call.add("rawInput", input);
            params.add("toolCall", call);
        }
    }

    private static JsonObject notification(String sessionId, JsonObject update) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", sessionId);
        params.add("update", update);
        JsonObject message = new JsonObject();
        message.addProperty("jsonrpc", "2.0");
        message.addProperty("method", "session/update");
        message.add("params", params);
        return message;
    }

    /** Forgets the sessions that were used least recently. One with a prompt stays, since its turn would never end. */
    private Session session(String sessionId) {
        Session session = sessions.computeIfAbsent(sessionId, missing -> new Session());
        Iterator<Session> others = sessions.values().iterator();
        while (sessions.size() > MAX_SESSIONS && others.hasNext()) {
            Session other = others.next();
            if (other != session && other.prompts.isEmpty()) {
                others.remove();
            }
        }
        return session;
    }
}
