package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Validates the lines of one connection against ACP's published schema. The schema's union accepts any method with any
 * parameters as an extension, so each line is validated against the definition of its method, and a response against
 * that of its request. Stores the requests of both sides. Any thread.
 */
final class AcpSchema {
    private static final JsonObject SCHEMA = read();
    private static final String HOST = "agent";
    private static final String AGENT = "client";

    /** Definitions by handling side, method and kind, such as {@code agent session/prompt Request}. */
    private static final Map<String, String> DEFINITIONS = definitions();

    private static final Map<String, List<String>> MEMO = new ConcurrentHashMap<>();

    private final Map<String, String> requests = new ConcurrentHashMap<>();

    /** The faults of a line from the host; empty if it is valid. */
    List<String> faultsOfHost(JsonObject line) {
        return faults(line, HOST, AGENT);
    }

    /** The faults of a line from the agent; empty if it is valid. */
    List<String> faultsOfAgent(JsonObject line) {
        return faults(line, AGENT, HOST);
    }

    /** Stores a request of the agent, which may be outside the schema. */
    void heard(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        JsonObject message = JsonParser.parseString(line).getAsJsonObject();
        if (message.has("method") && message.has("id")) {
            requests.put(AGENT + message.get("id"), message.get("method").getAsString());
        }
    }

    /** @param handler the side that handles the line's requests, as the schema names it */
    private List<String> faults(JsonObject line, String handler, String other) {
        Stream<String> envelope =
                line.has("jsonrpc") && line.get("jsonrpc").getAsString().equals("2.0")
                        ? Stream.of()
                        : Stream.of("no \"jsonrpc\": \"2.0\" in " + line);
        return Stream.concat(envelope, content(line, handler, other).stream()).toList();
    }

    private List<String> content(JsonObject line, String handler, String other) {
        String id = Objects.toString(line.get("id"), "");
        if (line.has("method")) {
            String method = line.get("method").getAsString();
            if (!id.isEmpty()) {
                requests.put(handler + id, method);
            }
            String kind = id.isEmpty() ? "Notification" : "Request";
            return faults(handler, method, kind, line.get("params"));
        }
        String method = requests.get(other + id);
        if (method == null) {
            return List.of("answers no request: " + line);
        }
        return line.has("error")
                ? faultsAs("Error", line.get("error"))
                : faults(other, method, "Response", line.get("result"));
    }

    private static List<String> faults(String handler, String method, String kind, JsonElement value) {
        String definition = DEFINITIONS.get(handler + " " + method + " " + kind);
        return definition == null
                ? List.of("the schema has no " + kind + " " + method)
                : faultsAs(definition, value == null ? new JsonObject() : value);
    }

    /**
     * Validates a value against a definition. Each validation takes some milliseconds, so equal values are validated
     * once.
     */
    private static List<String> faultsAs(String definition, JsonElement value) {
        return MEMO.computeIfAbsent(definition + value, same -> {
            Validator.Result result = Validators.INSTANCE.validate(URI.create("urn:test:" + definition), value);
            return result.isValid()
                    ? List.of()
                    : result.getErrors().stream()
                            .map(error -> definition + error.getInstanceLocation() + ": " + error.getError())
                            .distinct()
                            .limit(5)
                            .toList();
        });
    }

    private static Map<String, String> definitions() {
        Map<String, String> found = new HashMap<>();
        SCHEMA.getAsJsonObject("$defs").entrySet().forEach(entry -> {
            JsonObject definition = entry.getValue().getAsJsonObject();
            if (definition.has("x-method")) {
                for (String kind : List.of("Request", "Response", "Notification")) {
                    if (entry.getKey().endsWith(kind)) {
                        found.put(
                                definition.get("x-side").getAsString() + " "
                                        + definition.get("x-method").getAsString() + " " + kind,
                                entry.getKey());
                    }
                }
            }
        });
        return found;
    }

    /** The stable schema, with the parts of the unstable one that the host uses. */
    private static JsonObject read() {
        JsonObject schema = read("acp-schema-v1.json");
        read("acp-schema-v1-unstable.json")
                .getAsJsonObject("$defs")
                .entrySet()
                .forEach(entry -> schema.getAsJsonObject("$defs").add(entry.getKey(), entry.getValue()));
        return schema;
    }

    private static JsonObject read(String name) {
        try (Reader reader = new InputStreamReader(AcpSchema.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Created at first use: one schema for each definition, which refers to the published file. */
    private static final class Validators {
        private static final Validator INSTANCE = make();

        private static Validator make() {
            Validator validator = new ValidatorFactory()
                    .withJsonNodeFactory(new GsonNode.Factory())
                    .withDisabledSchemaValidation(true)
                    .createValidator();
            validator.registerSchema(URI.create("urn:acp:v1"), SCHEMA);
            for (String name : SCHEMA.getAsJsonObject("$defs").keySet()) {
                JsonObject reference = new JsonObject();
                reference.addProperty("$ref", "urn:acp:v1#/$defs/" + name);
                validator.registerSchema(URI.create("urn:test:" + name), reference);
            }
            return validator;
        }
    }
}
