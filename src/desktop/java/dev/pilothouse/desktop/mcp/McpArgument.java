package dev.pilothouse.desktop.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

/**
 * An argument of a tool, with its bounds. Immutable; any thread.
 *
 * @param min the smallest number, or the shortest text
 * @param max the greatest number, or the longest text in UTF-16 units
 * @param choices the permitted texts; empty for any
 */
public record McpArgument(
        String name, Kind kind, String description, boolean required, long min, long max, List<String> choices) {
    public McpArgument {
        choices = List.copyOf(choices);
    }

    enum Kind {
        TEXT("string"),
        NUMBER("integer"),
        FLAG("boolean");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /** A required text that is not empty. */
    public static McpArgument text(String name, long max, String description) {
        return new McpArgument(name, Kind.TEXT, description, true, 1, max, List.of());
    }

    /** An optional text. */
    public static McpArgument optionalText(String name, long max, String description) {
        return new McpArgument(name, Kind.TEXT, description, false, 0, max, List.of());
    }

    /** An optional text out of a list. */
    public static McpArgument choice(String name, List<String> choices, String description) {
        return new McpArgument(name, Kind.TEXT, description, false, 0, Long.MAX_VALUE, choices);
    }

    /** An optional whole number. */
    public static McpArgument number(String name, long min, long max, String description) {
        return new McpArgument(name, Kind.NUMBER, description, false, min, max, List.of());
    }

    /** A switch that is off unless it is true. */
    public static McpArgument flag(String name, String description) {
        return new McpArgument(name, Kind.FLAG, description, false, 0, 0, List.of());
    }

    JsonObject schema() {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", kind.type);
        schema.addProperty("description", description);
        if (!choices.isEmpty()) {
            JsonArray values = new JsonArray();
            choices.forEach(values::add);
            schema.add("enum", values);
        } else if (kind == Kind.NUMBER) {
            schema.addProperty("minimum", min);
            schema.addProperty("maximum", max);
        } else if (kind == Kind.TEXT) {
            schema.addProperty("minLength", min);
            schema.addProperty("maxLength", max);
        }
        return schema;
    }

    /** Returns what is wrong with the arguments' value; empty if it is fine. */
    Optional<String> fault(JsonObject arguments) {
        JsonElement value = arguments.get(name);
        if (value == null || value.isJsonNull()) {
            return required ? Optional.of("The argument " + name + " is missing.") : Optional.empty();
        }
        JsonPrimitive primitive = value.isJsonPrimitive() ? value.getAsJsonPrimitive() : new JsonPrimitive(false);
        boolean fits = switch (kind) {
            case TEXT -> primitive.isString();
            case NUMBER -> primitive.isNumber() && isWhole(primitive.getAsDouble());
            case FLAG -> value.isJsonPrimitive() && primitive.isBoolean();
        };
        if (!fits) {
            return Optional.of("The argument " + name + " must be a JSON " + kind.type + ".");
        }
        return switch (kind) {
            case TEXT -> textFault(primitive.getAsString());
            case NUMBER ->
                primitive.getAsDouble() < min || primitive.getAsDouble() > max
                        ? Optional.of("The argument " + name + " must be from " + min + " to " + max + ".")
                        : Optional.empty();
            case FLAG -> Optional.empty();
        };
    }

    private Optional<String> textFault(String text) {
        if (!choices.isEmpty() && !choices.contains(text)) {
            return Optional.of("The argument " + name + " must be one of: " + String.join(", ", choices) + ".");
        }
        if (text.length() < min) {
            return Optional.of("The argument " + name + " is empty.");
        }
        return text.length() > max
                ? Optional.of(
                        "The argument " + name + " has " + text.length() + " characters; " + max + " are the most.")
                : Optional.empty();
    }

    private static boolean isWhole(double number) {
        return Double.isFinite(number) && number == Math.rint(number);
    }
}
