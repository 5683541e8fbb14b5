package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Compares the JSON that a command prints with docs/cli.schema.json. Stateless. */
final class CommandSchema {
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
        return JsonParser.parseString(DOCUMENT)
                .getAsJsonObject()
                .getAsJsonObject("$defs")
                .getAsJsonObject("commands")
                .getAsJsonObject("$defs");
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
        validator.registerSchema(URI.create("urn:cli"), DOCUMENT);
        URI one = URI.create("urn:cli:" + command);
        validator.registerSchema(one, "{\"$ref\": \"urn:cli#/$defs/commands/$defs/" + command + "\"}");
        Validator.Result result = validator.validate(one, printed.toString());
        assertThat(result.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList())
                .as("%s printed %s", command, printed)
                .isEmpty();
    }
}
