package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the JSON that a command prints with docs/cli.schema.json. Stateless. */
final class CommandSchema {
    /** The commands whose answers have no member that the schema does not name. */
    static final Set<String> STRICT =
            Set.of("agents", "goal", "jobs", "profiles", "run", "runs", "schedule", "targets", "template", "usage");

    private static final String DOCUMENT = read();

    private CommandSchema() {}

    private static String read() {
        try {
            return Files.readString(Path.of("docs/cli.schema.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The commands that the schema describes. */
    static Set<String> commands() {
        return definitions().keySet();
    }

    private static JsonObject definitions() {
        return shared().getAsJsonObject("commands").getAsJsonObject("$defs");
    }

    private static JsonObject shared() {
        return JsonParser.parseString(DOCUMENT).getAsJsonObject().getAsJsonObject("$defs");
    }

    /** @param arguments of a line, such as {@code ctl sessions}; lines without {@code ctl} have no schema of their own */
    static void check(List<String> arguments, JsonElement printed) {
        if (arguments.get(0).equals("ctl")) {
            check(arguments.get(1), printed);
        }
    }

    static void check(String command, JsonElement printed) {
        assertThat(commands()).contains(command);
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .withDisabledSchemaValidation(true)
                .createValidator();
        validator.registerSchema(URI.create("urn:cli"), STRICT.contains(command) ? closed() : DOCUMENT);
        URI one = URI.create("urn:cli:" + command);
        validator.registerSchema(one, "{\"$ref\": \"urn:cli#/$defs/commands/$defs/" + command + "\"}");
        Validator.Result result = validator.validate(one, printed.toString());
        assertThat(result.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList())
                .as("%s printed %s", command, printed)
                .isEmpty();
    }

    /** The schema without members that it does not name. Later releases may add some, so the document allows them. */
    private static String closed() {
        JsonObject document = JsonParser.parseString(DOCUMENT).getAsJsonObject();
        objects(document, null).stream()
                .filter(each -> each.has("properties"))
                .forEach(each -> each.addProperty("additionalProperties", false));
        return document.toString();
    }

    /** The objects that a strict command can print and whose members the schema does not name. */
    static List<JsonObject> unnamed(String command) {
        return objects(definitions().get(command), new HashSet<>()).stream()
                .filter(each -> !each.has("properties") && !each.has("additionalProperties"))
                .toList();
    }

    /** @param followed the references that were followed; null follows none */
    private static List<JsonObject> objects(JsonElement schema, @Nullable Set<String> followed) {
        List<JsonObject> found = new ArrayList<>();
        if (schema instanceof JsonArray array) {
            array.forEach(each -> found.addAll(objects(each, followed)));
        } else if (schema instanceof JsonObject object) {
            if (object.get("type") instanceof JsonPrimitive type
                    && type.getAsString().equals("object")) {
                found.add(object);
            }
            object.asMap().forEach((name, value) -> {
                if (!name.equals("$ref")) {
                    found.addAll(objects(value, followed));
                } else if (followed != null && followed.add(value.getAsString())) {
                    found.addAll(objects(shared().get(value.getAsString().substring("#/$defs/".length())), followed));
                }
            });
        }
        return found;
    }
}
