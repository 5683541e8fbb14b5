package dev.pilothouse.desktop.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tool call of a turn. Confined to the turn's thread. */
final class DemoTool {
    private final DemoTurn turn;
    private final String id;
    private final String kind;
    private final String title;
    private Optional<JsonArray> content = Optional.empty();
    private Optional<JsonObject> input = Optional.empty();

    DemoTool(DemoTurn turn, String id, String kind, String title) {
        this.turn = turn;
        this.id = id;
        this.kind = kind;
        this.title = title;
    }

    /** Adds one field of the tool's raw input. */
    DemoTool input(String name, String value) {
        JsonObject json = input.orElseGet(JsonObject::new);
        json.addProperty(name, value);
        input = Optional.of(json);
        return this;
    }

    /** Sets the content that the call shows from its announcement on. */
    DemoTool showing(JsonObject... parts) {
        content = Optional.of(DemoSession.array(List.of(parts)));
        return this;
    }

    DemoTool announce() {
        JsonObject update = DemoSession.update("tool_call");
        update.addProperty("toolCallId", id);
        update.addProperty("title", title);
        update.addProperty("kind", kind);
        update.addProperty("status", "pending");
        content.ifPresent(parts -> update.add("content", parts));
        input.ifPresent(json -> update.add("rawInput", json));
        turn.send(update);
        return this;
    }

    DemoTool status(String status) {
        JsonObject update = DemoSession.update("tool_call_update");
        update.addProperty("toolCallId", id);
        update.addProperty("status", status);
        turn.send(update);
        return this;
    }

    /** Replaces the content of the call. */
    DemoTool show(JsonObject... parts) {
        JsonObject update = DemoSession.update("tool_call_update");
        update.addProperty("toolCallId", id);
        update.add("content", DemoSession.array(List.of(parts)));
        turn.send(update);
        return this;
    }

    DemoTool located(String path) {
        JsonObject location = new JsonObject();
        location.addProperty("path", path);
        location.addProperty("line", 1);
        JsonObject update = DemoSession.update("tool_call_update");
        update.addProperty("toolCallId", id);
        update.add("locations", DemoSession.array(List.of(location)));
        turn.send(update);
        return this;
    }

    /**
     * Returns whether the tool may run. Asks the user if the mode requires it, and marks the call as failed if refused.
     */
    boolean allowed() {
        if (!turn.session().mustAsk()) {
            return true;
        }
        Optional<String> chosen = turn.permission(
                reference(),
                List.of(
                        option("demo-allow", "Allow once", "allow_once"),
                        option("demo-allow-always", "Allow for this session", "allow_always"),
                        option("demo-reject", "Reject", "reject_once")));
        if (chosen.equals(Optional.of("demo-allow-always"))) {
            turn.session().allowAlways();
            return true;
        }
        if (chosen.equals(Optional.of("demo-allow"))) {
            return true;
        }
        show(text("The person did not allow this."));
        status("failed");
        return false;
    }

    /** Returns the call in the form of a permission request. */
    JsonObject reference() {
        JsonObject reference = new JsonObject();
        reference.addProperty("toolCallId", id);
        reference.addProperty("title", title);
        reference.addProperty("kind", kind);
        reference.addProperty("status", "pending");
        content.ifPresent(parts -> reference.add("content", parts.deepCopy()));
        input.ifPresent(json -> reference.add("rawInput", json.deepCopy()));
        return reference;
    }

    static JsonObject option(String id, String name, String kind) {
        JsonObject option = new JsonObject();
        option.addProperty("optionId", id);
        option.addProperty("name", name);
        option.addProperty("kind", kind);
        return option;
    }

    static JsonObject text(String text) {
        JsonObject part = new JsonObject();
        part.addProperty("type", "content");
        part.add("content", DemoSession.text(text));
        return part;
    }

    /** @param before null for a new file */
    static JsonObject diff(String path, @Nullable String before, String after) {
        JsonObject part = new JsonObject();
        part.addProperty("type", "diff");
        part.addProperty("path", path);
        part.addProperty("oldText", before);
        part.addProperty("newText", after);
        return part;
    }
}
