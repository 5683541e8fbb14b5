package dev.pilothouse.desktop.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A tool that a server offers. Immutable; any thread.
 *
 * @param name letters, digits and underscores
 * @param description for the model: what it does, when to use it, what it returns
 * @param readOnly whether it changes nothing
 */
public record McpTool(
        String name, String title, String description, boolean readOnly, List<McpArgument> arguments, Handler handler) {
    public McpTool {
        arguments = List.copyOf(arguments);
    }

    /** Carries out calls. Called on the server's reader thread, so it must not block. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Begins a call.
         *
         * @param given checked against the arguments of the tool
         * @return completes on any thread; the server cancels it if the client cancels the call or is gone
         */
        CompletableFuture<McpResult> call(JsonFields given);
    }

    JsonObject toJson() {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (McpArgument argument : arguments) {
            properties.add(argument.name(), argument.schema());
            if (argument.required()) {
                required.add(argument.name());
            }
        }
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "object");
        schema.add("properties", properties);
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        schema.addProperty("additionalProperties", false);
        JsonObject hints = new JsonObject();
        hints.addProperty("readOnlyHint", readOnly);
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("title", title);
        json.addProperty("description", description);
        json.add("inputSchema", schema);
        json.add("annotations", hints);
        return json;
    }

    /** Returns what is wrong with the given arguments; empty if they are fine. */
    Optional<String> fault(JsonObject given) {
        Set<String> unknown = new HashSet<>(given.keySet());
        for (McpArgument argument : arguments) {
            unknown.remove(argument.name());
            Optional<String> fault = argument.fault(given);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("The tool " + name + " has no argument "
                        + unknown.stream().sorted().findFirst().orElse("") + ".");
    }
}
