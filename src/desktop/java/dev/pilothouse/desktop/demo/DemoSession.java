package dev.pilothouse.desktop.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.TextCutter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One session: its settings, its history and the running turn. Requests arrive on the reader thread; {@link #send} is
 * also called on a turn's thread. Ends with the process or with {@link #close()}.
 */
final class DemoSession implements AutoCloseable {
    static final String ASK = "ask";
    static final String AUTO = "auto";

    private static final String MODEL = "model";
    private static final String THOROUGHNESS = "thoroughness";
    private static final String SUMMARY = "summary";

    private final String id;
    private final Path cwd;
    private final DemoHistory history;
    private final JsonRpcPeer peer;
    private final DemoOutput output;
    private final double speed;
    private final Set<String> asks;
    private final boolean takesBooleans;

    private String mode = ASK;
    private String model = "demo-quick";
    private String thoroughness = "medium";
    private boolean summary = true;
    private boolean alwaysAllowed;
    private boolean titled;
    private long usedTokens = 1200;
    private int turns;
    private Optional<DemoTurn> turn = Optional.empty();

    DemoSession(
            String id,
            Path cwd,
            DemoHistory history,
            JsonRpcPeer peer,
            DemoOutput output,
            double speed,
            Set<String> asks,
            boolean takesBooleans) {
        this.id = id;
        this.cwd = cwd;
        this.history = history;
        this.peer = peer;
        this.output = output;
        this.speed = speed;
        this.asks = asks;
        this.takesBooleans = takesBooleans;
    }

    String id() {
        return id;
    }

    Path cwd() {
        return cwd;
    }

    JsonRpcPeer peer() {
        return peer;
    }

    DemoOutput output() {
        return output;
    }

    double speed() {
        return speed;
    }

    /** Whether the client can be asked in that way: by {@code form} or by {@code url}. */
    boolean asksBy(String mode) {
        return asks.contains(mode);
    }

    /** Returns whether tools need the user's permission. */
    synchronized boolean mustAsk() {
        return mode.equals(ASK) && !alwaysAllowed;
    }

    synchronized void allowAlways() {
        alwaysAllowed = true;
    }

    synchronized boolean wantsSummary() {
        return summary;
    }

    /** Returns the choices of a client, as the answer to {@code session/new} and {@code session/load}. */
    synchronized JsonObject offer() {
        JsonObject offer = new JsonObject();
        JsonObject modes = new JsonObject();
        modes.addProperty("currentModeId", mode);
        modes.add(
                "availableModes",
                array(List.of(
                        choice("id", ASK, "Ask", "Asks for permission before it writes or runs anything"),
                        choice("id", AUTO, "Auto", "Does everything without asking"))));
        offer.add("modes", modes);
        offer.add("configOptions", options());
        return offer;
    }

    /** Sends the list of commands. */
    void announce() {
        JsonArray commands = new JsonArray();
        for (DemoScript script : DemoScript.values()) {
            JsonObject command = new JsonObject();
            command.addProperty("name", script.command());
            command.addProperty("description", script.description());
            if (!script.hint().isEmpty()) {
                JsonObject input = new JsonObject();
                input.addProperty("hint", script.hint());
                command.add("input", input);
            }
            commands.add(command);
        }
        JsonObject update = update("available_commands_update");
        update.add("availableCommands", commands);
        send(update);
    }

    void prompt(RpcRequest request) {
        StringBuilder text = new StringBuilder();
        for (JsonFields block : JsonFields.of(request.params()).objects("prompt")) {
            text.append(block.text("text").orElseGet(() -> attached(block)));
        }
        synchronized (this) {
            if (turn.isPresent()) {
                request.refuse(new RpcError(RpcError.INVALID_REQUEST, "A turn is under way."));
                return;
            }
            turns++;
            turn = Optional.of(new DemoTurn(this, request, text.toString(), "demo-turn-" + turns));
        }
        record(chunk("user_message_chunk", text.toString()));
        title(text.toString());
        turn.ifPresent(DemoTurn::start);
    }

    /** Describes an attachment in words. */
    private static String attached(JsonFields block) {
        JsonFields resource = block.object("resource").orElse(block);
        String what = block.text("data")
                .map(data -> data.length() + " characters of "
                        + block.text("mimeType").orElse("data"))
                .or(() -> resource.text("text").map(words -> words.length() + " characters"))
                .orElse("a link");
        return "\n[" + block.text("type").orElse("nothing") + ": "
                + resource.text("uri").orElse("") + ", " + what + "]";
    }

    /** Called when a turn has ended, before its request is answered. */
    synchronized void turnDone(int characters) {
        turn = Optional.empty();
        usedTokens += characters / 4 + 50;
        history.flush();
    }

    /** Returns the session's usage so far. */
    synchronized JsonObject usage(int characters) {
        long used = usedTokens + characters / 4;
        JsonObject cost = new JsonObject();
        cost.addProperty("amount", Math.round(used * 0.03) / 1000.0);
        cost.addProperty("currency", "USD");
        JsonObject usage = update("usage_update");
        usage.addProperty("used", used);
        usage.addProperty("size", 200_000);
        usage.add("cost", cost);
        return usage;
    }

    void cancel() {
        current().ifPresent(DemoTurn::cancel);
    }

    @Override
    public synchronized void close() {
        history.flush();
    }

    void setMode(RpcRequest request) {
        String wanted = JsonFields.of(request.params()).text("modeId").orElse("");
        if (!wanted.equals(ASK) && !wanted.equals(AUTO)) {
            request.refuse(new RpcError(RpcError.INVALID_PARAMS, "There is no mode " + wanted + "."));
            return;
        }
        synchronized (this) {
            mode = wanted;
        }
        request.answer(new JsonObject());
        JsonObject update = update("current_mode_update");
        update.addProperty("currentModeId", wanted);
        send(update);
    }

    void setOption(RpcRequest request) {
        JsonFields params = JsonFields.of(request.params());
        String option = params.text("configId").orElse("");
        Optional<String> value = params.text("value");
        synchronized (this) {
            if (option.equals(MODEL)
                    && value.filter(text -> text.startsWith("demo-")).isPresent()) {
                model = value.get();
            } else if (option.equals(THOROUGHNESS) && value.isPresent()) {
                thoroughness = value.get();
            } else if (option.equals(SUMMARY)
                    && "boolean".equals(params.text("type").orElse(""))) {
                summary = params.flag("value");
            } else {
                request.refuse(new RpcError(RpcError.INVALID_PARAMS, "There is no such option or value."));
                return;
            }
            JsonObject result = new JsonObject();
            result.add("configOptions", options());
            request.answer(result);
        }
    }

    /** Sends an update that a later load does not replay. */
    void send(JsonObject update) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", id);
        params.add("update", update);
        peer.notify("session/update", params);
    }

    /** Sends an update and stores it for a later load. */
    void sendAndRecord(JsonObject update) {
        record(update);
        send(update);
    }

    static JsonObject update(String kind) {
        JsonObject update = new JsonObject();
        update.addProperty("sessionUpdate", kind);
        return update;
    }

    static JsonObject chunk(String kind, String text) {
        JsonObject update = update(kind);
        update.add("content", text(text));
        return update;
    }

    /** Returns a content block without its content. */
    static JsonObject block(String type) {
        JsonObject content = new JsonObject();
        content.addProperty("type", type);
        return content;
    }

    static JsonObject text(String text) {
        JsonObject content = block("text");
        content.addProperty("text", text);
        return content;
    }

    static JsonArray array(List<JsonObject> elements) {
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }

    private synchronized Optional<DemoTurn> current() {
        return turn;
    }

    private synchronized void record(JsonObject update) {
        history.add(update);
    }

    private void title(String prompt) {
        if (titled || prompt.isBlank()) {
            return;
        }
        titled = true;
        String line = prompt.strip().lines().findFirst().orElse("");
        JsonObject update = update("session_info_update");
        update.addProperty("title", line.length() <= 60 ? line : TextCutter.excerpt(line, 59));
        send(update);
    }

    private JsonArray options() {
        JsonArray options = new JsonArray();
        options.add(select(
                MODEL,
                "Model",
                "model",
                model,
                List.of(
                        choice("value", "demo-quick", "Demo Quick", "Answers at once"),
                        choice("value", "demo-thorough", "Demo Thorough", "Takes its time"))));
        options.add(select(
                THOROUGHNESS,
                "Thoroughness",
                "thought_level",
                thoroughness,
                List.of(
                        choice("value", "low", "Low", ""),
                        choice("value", "medium", "Medium", ""),
                        choice("value", "high", "High", ""))));
        if (takesBooleans) {
            JsonObject option = new JsonObject();
            option.addProperty("id", SUMMARY);
            option.addProperty("name", "Summary");
            option.addProperty("description", "End a tour with a table of what happened");
            option.addProperty("type", "boolean");
            option.addProperty("currentValue", summary);
            options.add(option);
        }
        return options;
    }

    private static JsonObject select(
            String id, String name, String category, String current, List<JsonObject> choices) {
        JsonObject option = new JsonObject();
        option.addProperty("id", id);
        option.addProperty("name", name);
        option.addProperty("category", category);
        option.addProperty("type", "select");
        option.addProperty("currentValue", current);
        option.add("options", array(choices));
        return option;
    }

    private static JsonObject choice(String idField, String id, String name, String description) {
        JsonObject choice = new JsonObject();
        choice.addProperty(idField, id);
        choice.addProperty("name", name);
        if (!description.isEmpty()) {
            choice.addProperty("description", description);
        }
        return choice;
    }
}
