package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes one entry in the text of {@code agents.json}. Other entries, and members of the entry that a form does not
 * have, stay as they are. Only the layout is written anew. Stateless; any thread.
 */
final class AgentsFileWriter {
    private static final String AGENTS = "agents";

    private AgentsFileWriter() {}

    /**
     * Adds an entry or changes the one with that id.
     *
     * @param text may be blank for a missing file
     * @throws CodecException if the text is not JSON
     */
    static String put(String text, AgentDraft draft) throws CodecException {
        JsonElement root = text.isBlank() ? new JsonArray() : StrictJson.parse(text);
        JsonElement agents = agents(root);
        if (agents instanceof JsonObject byId) {
            JsonObject entry =
                    byId.get(draft.agentId().value()) instanceof JsonObject present ? present : new JsonObject();
            write(draft, entry);
            byId.add(draft.agentId().value(), entry);
        } else {
            JsonArray list = agents.getAsJsonArray();
            JsonObject entry = find(list, draft.agentId());
            if (entry == null) {
                entry = new JsonObject();
                entry.addProperty("id", draft.agentId().value());
                list.add(entry);
            }
            write(draft, entry);
        }
        return text(root);
    }

    /** Takes an entry out. */
    static String remove(String text, AgentId agentId) throws CodecException {
        JsonElement root = text.isBlank() ? new JsonArray() : StrictJson.parse(text);
        JsonElement agents = agents(root);
        if (agents instanceof JsonObject byId) {
            byId.remove(agentId.value());
        } else {
            JsonObject entry = find(agents.getAsJsonArray(), agentId);
            if (entry != null) {
                agents.getAsJsonArray().remove(entry);
            }
        }
        return text(root);
    }

    private static JsonElement agents(JsonElement root) throws CodecException {
        if (root.isJsonArray()) {
            return root;
        }
        if (root instanceof JsonObject object) {
            if (!object.has(AGENTS)) {
                object.add(AGENTS, new JsonArray());
            }
            JsonElement agents = object.get(AGENTS);
            if (agents.isJsonArray() || agents.isJsonObject()) {
                return agents;
            }
        }
        throw new CodecException("The text is no list of agents");
    }

    private static @Nullable JsonObject find(JsonArray list, AgentId agentId) {
        for (JsonElement element : list) {
            if (element instanceof JsonObject entry
                    && JsonFields.of(entry)
                            .text("id")
                            .filter(agentId.value()::equals)
                            .isPresent()) {
                return entry;
            }
        }
        return null;
    }

    private static void write(AgentDraft draft, JsonObject entry) {
        // A value is not given to another program.
        Map<String, JsonElement> before = Optional.of(JsonFields.of(entry))
                .filter(fields -> command(fields).equals(DraftReader.command(draft)))
                .flatMap(fields -> fields.object("env"))
                .map(env -> env.json().asMap())
                .map(Map::copyOf)
                .orElse(Map.of());
        entry.addProperty("name", draft.name());
        entry.addProperty("command", draft.command());
        JsonArray arguments = new JsonArray();
        draft.arguments().forEach(arguments::add);
        entry.add("args", arguments);
        JsonObject environment = new JsonObject();
        for (String line : draft.environment()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.addProperty(line.substring(0, equals), line.substring(equals + 1));
            } else if (before.containsKey(line)) {
                environment.add(line, before.get(line));
            }
        }
        entry.add("env", environment);
    }

    /** Empty for an entry that is not used because it has mistakes. */
    private static List<String> command(JsonFields entry) {
        try {
            return EntryTextReader.command(entry);
        } catch (EntryTextReader.WrongException wrong) {
            return List.of();
        }
    }

    private static String text(JsonElement root) {
        StringWriter text = new StringWriter();
        JsonWriter writer = new JsonWriter(text);
        writer.setIndent("  ");
        try {
            write(root, writer);
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory is written without an error", e);
        }
        return text + "\n";
    }

    private static void write(JsonElement element, JsonWriter writer) throws IOException {
        if (element instanceof JsonArray array) {
            writer.beginArray();
            for (JsonElement each : array) {
                write(each, writer);
            }
            writer.endArray();
        } else if (element instanceof JsonObject object) {
            writer.beginObject();
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                writer.name(member.getKey());
                write(member.getValue(), writer);
            }
            writer.endObject();
        } else if (element instanceof JsonPrimitive primitive) {
            if (primitive.isString()) {
                writer.value(primitive.getAsString());
            } else if (primitive.isBoolean()) {
                writer.value(primitive.getAsBoolean());
            } else {
                writer.value(primitive.getAsNumber());
            }
        } else {
            writer.nullValue();
        }
    }
}
