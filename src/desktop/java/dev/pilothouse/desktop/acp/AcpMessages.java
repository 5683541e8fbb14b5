package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TokenCount;
import java.util.Optional;

/** Builds the host's messages of ACP version 1 and reads simple answers. Pure; any thread. */
final class AcpMessages {
    static final int VERSION = 1;

    private static final int EXCERPT = 200;

    private AcpMessages() {}

    /**
     * Files and terminals are not offered: agents have their own tools, and some fail with the client's. Question
     * forms and links, boolean options, notices, compactions and logins in a terminal are offered.
     */
    static JsonObject initialize() {
        JsonObject files = new JsonObject();
        files.addProperty("readTextFile", false);
        files.addProperty("writeTextFile", false);
        JsonObject elicitation = new JsonObject();
        elicitation.add("form", new JsonObject());
        elicitation.add("url", new JsonObject());
        JsonObject options = new JsonObject();
        options.add("boolean", new JsonObject());
        JsonObject session = new JsonObject();
        session.add("configOptions", options);
        session.add("notices", new JsonObject());
        session.add("compaction", new JsonObject());
        JsonObject capabilities = new JsonObject();
        capabilities.add("fs", files);
        capabilities.addProperty("terminal", false);
        capabilities.add("session", session);
        capabilities.add("elicitation", elicitation);
        // Clients show the command, to be typed in a terminal of the host.
        JsonObject auth = new JsonObject();
        auth.addProperty("terminal", true);
        capabilities.add("auth", auth);
        JsonObject info = new JsonObject();
        info.addProperty("name", "pilothouse");
        info.addProperty("title", "Pilothouse");
        info.addProperty(
                "version",
                Optional.ofNullable(AcpMessages.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0"));
        JsonObject params = new JsonObject();
        params.addProperty("protocolVersion", VERSION);
        params.add("clientCapabilities", capabilities);
        params.add("clientInfo", info);
        return params;
    }

    /**
     * Returns the parameters that session/new, session/load and session/resume share.
     *
     * @param capabilities of the agent
     */
    static JsonObject session(AcpSetup setup, JsonFields capabilities) {
        JsonObject params = new JsonObject();
        params.addProperty("cwd", setup.cwd());
        params.add("mcpServers", setup.servers().toJson(setup.profile().sent(capabilities)));
        return params;
    }

    /** Returns whether an agent with that answer to {@code initialize} can close single sessions. */
    static boolean closesSessions(JsonFields answer) {
        return answer.object("agentCapabilities")
                .flatMap(capabilities -> capabilities.object("sessionCapabilities"))
                .filter(offer -> offer.has("close"))
                .isPresent();
    }

    /** Returns what an agent with that answer to {@code initialize} offers beside a conversation. */
    static AgentSupport support(JsonFields answer) {
        Optional<JsonFields> capabilities = answer.object("agentCapabilities");
        Optional<JsonFields> sessions = capabilities.flatMap(offer -> offer.object("sessionCapabilities"));
        return new AgentSupport(
                sessions.flatMap(offer -> offer.object("delete")).isPresent(),
                sessions.flatMap(offer -> offer.object("fork")).isPresent());
    }

    static StopReason stopReason(JsonFields result) {
        return switch (result.text("stopReason").orElse("")) {
            case "end_turn" -> StopReason.END_TURN;
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "max_turn_requests" -> StopReason.MAX_TURN_REQUESTS;
            case "refusal" -> StopReason.REFUSAL;
            case "cancelled" -> StopReason.CANCELLED;
            default -> StopReason.OTHER;
        };
    }

    /** Returns the agent's token count, as in the protocol, or as in Gemini's extension. */
    static TokenCount tokens(JsonFields result) {
        return result.object("usage")
                .map(AcpMessages::count)
                .or(() -> result.object("_meta")
                        .flatMap(meta -> meta.object("quota"))
                        .flatMap(quota -> quota.object("token_count"))
                        .map(count -> new TokenCount(number(count, "input_tokens"), number(count, "output_tokens"))))
                .orElse(TokenCount.NONE);
    }

    /** The protocol counts each token once. Those written to a cache were read by the model for the first time. */
    private static TokenCount count(JsonFields usage) {
        return new TokenCount(
                number(usage, "inputTokens") + number(usage, "cachedWriteTokens"),
                number(usage, "outputTokens"),
                number(usage, "cachedReadTokens"),
                number(usage, "thoughtTokens"));
    }

    private static long number(JsonFields counts, String name) {
        return Math.max(0, counts.number(name).orElse(0));
    }

    /** Returns the agent's text for an unknown stop reason. */
    static HostText unusualReason(JsonFields result) {
        return stopReason(result) == StopReason.OTHER
                ? result.text("stopReason").map(HostText::untranslated).orElse(HostText.of(HostTextCode.ACP_NO_REASON))
                : HostText.NONE;
    }

    /** Formats an error: agents put the useful part into {@code data}, or send JSON as the message. */
    static String describe(RpcError error) {
        String message = error.message().isBlank()
                ? "error " + error.code()
                : error.message().strip();
        String detail = error.data().flatMap(AcpMessages::detail).orElse("");
        return TextCutter.head(detail.isEmpty() || message.contains(detail) ? message : message + ": " + detail, 2000);
    }

    private static Optional<String> detail(JsonElement data) {
        if (data.isJsonPrimitive() && ((JsonPrimitive) data).isString()) {
            return Optional.of(data.getAsString());
        }
        JsonFields fields = JsonFields.of(data);
        return fields.text("details").or(() -> fields.text("message")).or(() -> fields.text("error"));
    }

    static String excerpt(String line) {
        return TextCutter.head(line, EXCERPT);
    }
}
