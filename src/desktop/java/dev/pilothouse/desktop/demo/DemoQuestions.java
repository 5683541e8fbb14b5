package dev.pilothouse.desktop.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import java.util.List;

/** The script that asks the user a question. */
final class DemoQuestions {
    private DemoQuestions() {}

    static Object ask(DemoTurn turn) {
        String mode = turn.argument().equals("link") ? "url" : "form";
        if (!turn.session().asksBy(mode)) {
            turn.message("I would ask you something, but this client does not offer questions.\n");
            return "end_turn";
        }
        JsonObject params = new JsonObject();
        params.addProperty("mode", mode);
        switch (turn.argument()) {
            case "choice" -> {
                params.addProperty("message", "Which way shall we go?");
                params.add("requestedSchema", schema(choice("way", "Way", List.of("north", "south", "stay"))));
            }
            case "form" -> {
                params.addProperty("message", "A few things before we sail");
                params.add(
                        "requestedSchema",
                        schema(
                                field("ship", "Name of the ship", "string", true),
                                field("crew", "Size of the crew", "integer", true),
                                choice("way", "Way", List.of("north", "south", "stay")),
                                several("cargo", "Cargo", List.of("tea", "rope", "paper")),
                                field("insured", "Insured", "boolean", false)));
            }
            case "link" -> {
                params.addProperty("message", "Log in at the harbour\nThe pilot waits there.");
                params.addProperty("url", "https://example.org/login?code=AB12-CD34");
                params.addProperty("elicitationId", "demo-login");
            }
            default -> {
                params.addProperty("message", "What shall I call you?");
                params.add("requestedSchema", schema(field("name", "Your name", "string", true)));
            }
        }
        String said = turn.ask("elicitation/create", params)
                .match(
                        result -> answer(JsonFields.of(result)),
                        error -> "The client could not ask: " + error.message() + "\n",
                        lost -> "There was no answer.\n");
        turn.message(said);
        return "end_turn";
    }

    private static String answer(JsonFields result) {
        String action = result.text("action").orElse("");
        if (!action.equals("accept")) {
            return "You did not want to say (" + action + "). That is fine.\n";
        }
        if (result.object("content").isEmpty()) {
            return "Thank you. I wait for you there.\n";
        }
        StringBuilder text = new StringBuilder("Thank you. You said:\n\n");
        result.object("content")
                .ifPresent(content -> content.json()
                        .entrySet()
                        .forEach(entry -> text.append("- **")
                                .append(entry.getKey())
                                .append("**: `")
                                .append(entry.getValue())
                                .append("`\n")));
        return text.toString();
    }

    /** A field with its name and whether it is required. */
    private record Field(String name, JsonObject schema, boolean required) {}

    private static JsonObject schema(Field... fields) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Field field : fields) {
            properties.add(field.name(), field.schema());
            if (field.required()) {
                required.add(field.name());
            }
        }
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "object");
        schema.add("properties", properties);
        schema.add("required", required);
        return schema;
    }

    private static Field field(String name, String title, String type, boolean required) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", type);
        schema.addProperty("title", title);
        return new Field(name, schema, required);
    }

    private static Field choice(String name, String title, List<String> values) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "string");
        schema.addProperty("title", title);
        schema.add("oneOf", titled(values));
        return new Field(name, schema, true);
    }

    private static Field several(String name, String title, List<String> values) {
        JsonObject items = new JsonObject();
        items.add("anyOf", titled(values));
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "array");
        schema.addProperty("title", title);
        schema.add("items", items);
        return new Field(name, schema, false);
    }

    private static JsonArray titled(List<String> values) {
        JsonArray choices = new JsonArray();
        for (String value : values) {
            JsonObject choice = new JsonObject();
            choice.addProperty("const", value);
            choice.addProperty("title", Character.toUpperCase(value.charAt(0)) + value.substring(1));
            choices.add(choice);
        }
        return choices;
    }
}
