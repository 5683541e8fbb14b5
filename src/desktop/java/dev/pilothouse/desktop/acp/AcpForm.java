package dev.pilothouse.desktop.acp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.QuestionField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Converts the flat JSON schema of a question into fields, and the user's input into values of their types. Pure; any
 * thread.
 */
final class AcpForm {
    private AcpForm() {}

    static List<QuestionField> fields(JsonFields schema) {
        List<String> required = schema.texts("required");
        List<QuestionField> fields = new ArrayList<>();
        schema.object("properties").ifPresent(properties -> {
            for (String name : properties.json().keySet()) {
                properties
                        .object(name)
                        .ifPresent(property -> fields.add(field(name, property, required.contains(name))));
            }
        });
        return fields;
    }

    /** Returns a value of the field's type. Text that is not a number stays text, and the agent reports the error. */
    static JsonElement value(QuestionField field, String text) {
        return switch (field.type()) {
            case BOOLEAN -> new JsonPrimitive(Boolean.parseBoolean(text.strip()));
            case INTEGER, NUMBER -> number(text.strip());
            case MULTIPLE -> {
                JsonArray values = new JsonArray();
                text.lines().filter(line -> !line.isBlank()).forEach(values::add);
                yield values;
            }
            case TEXT, LINK -> new JsonPrimitive(text);
        };
    }

    private static JsonElement number(String text) {
        try {
            return new JsonPrimitive(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return new JsonPrimitive(text);
        }
    }

    private static QuestionField field(String name, JsonFields property, boolean required) {
        QuestionField.Type type = switch (property.text("type").orElse("string")) {
            case "number" -> QuestionField.Type.NUMBER;
            case "integer" -> QuestionField.Type.INTEGER;
            case "boolean" -> QuestionField.Type.BOOLEAN;
            case "array" -> QuestionField.Type.MULTIPLE;
            default -> QuestionField.Type.TEXT;
        };
        JsonFields holder =
                type == QuestionField.Type.MULTIPLE ? property.object("items").orElse(property) : property;
        return new QuestionField(
                name,
                property.text("title").filter(title -> !title.isBlank()).orElse(name),
                property.text("description").orElse(""),
                type,
                choices(holder),
                initial(property),
                required);
    }

    private static List<QuestionField.Choice> choices(JsonFields holder) {
        List<QuestionField.Choice> choices = new ArrayList<>();
        for (String value : holder.texts("enum")) {
            choices.add(new QuestionField.Choice(value, value));
        }
        for (String list : List.of("oneOf", "anyOf")) {
            for (JsonFields choice : holder.objects(list)) {
                choice.text("const")
                        .ifPresent(value -> choices.add(new QuestionField.Choice(
                                value, choice.text("title").orElse(value))));
            }
        }
        return choices;
    }

    private static String initial(JsonFields property) {
        List<String> several = property.texts("default");
        if (!several.isEmpty()) {
            return several.stream().collect(Collectors.joining("\n"));
        }
        return property.element("default")
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .orElse("");
    }
}
