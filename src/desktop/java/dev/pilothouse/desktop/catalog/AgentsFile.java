package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.runner.RemoteStart;
import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text of {@code agents.json}: a list of entries, or an object whose {@code agents} is a list or an object by
 * id. Invalid entries are reported and left out. Immutable; any thread.
 *
 * @param entries in the order of the file
 * @param problems one sentence for each invalid part
 * @param loginShell whether the login shell may be asked for its {@code PATH}; false only if the file says so
 */
record AgentsFile(List<AgentEntry> entries, List<String> problems, boolean loginShell) {
    AgentsFile {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    static AgentsFile none() {
        return new AgentsFile(List.of(), List.of(), true);
    }

    /**
     * Parses the text.
     *
     * @throws CodecException if the text is not JSON of one of these forms, with a sentence that says so
     */
    static AgentsFile parse(String text) throws CodecException {
        JsonElement root = StrictJson.parse(text);
        JsonElement agents = agents(root);
        List<AgentEntry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (agents.isJsonArray()) {
            int number = 0;
            for (JsonElement element : agents.getAsJsonArray()) {
                number++;
                read("Entry " + number, Optional.empty(), element, entries, problems);
            }
        } else if (agents.isJsonObject() && root != agents) {
            for (Map.Entry<String, JsonElement> named : agents.getAsJsonObject().entrySet()) {
                read(
                        "The entry '" + named.getKey() + "'",
                        Optional.of(named.getKey()),
                        named.getValue(),
                        entries,
                        problems);
            }
        } else {
            throw new CodecException("It must be a list of entries, or an object with the field 'agents'");
        }
        return new AgentsFile(entries, problems, loginShell(root, problems));
    }

    private static JsonElement agents(JsonElement root) {
        if (root.isJsonObject() && root.getAsJsonObject().has("agents")) {
            return root.getAsJsonObject().get("agents");
        }
        // A file that only turns off the login shell lists no agents.
        return root.isJsonObject() && root.getAsJsonObject().has("loginShell") ? new JsonArray() : root;
    }

    private static boolean loginShell(JsonElement root, List<String> problems) {
        JsonElement said = root.isJsonObject() ? root.getAsJsonObject().get("loginShell") : null;
        if (said == null) {
            return true;
        }
        if (said.isJsonPrimitive() && said.getAsJsonPrimitive().isBoolean()) {
            return said.getAsBoolean();
        }
        problems.add("'loginShell' is neither true nor false.");
        return true;
    }

    private static void read(
            String what, Optional<String> key, JsonElement element, List<AgentEntry> entries, List<String> problems) {
        if (!element.isJsonObject()) {
            problems.add(what + " is not an object.");
            return;
        }
        JsonFields fields = new JsonFields(element.getAsJsonObject());
        String id = fields.text("id").or(() -> key).orElse("");
        List<String> command = new ArrayList<>(fields.texts("command"));
        fields.text("command").ifPresent(command::add);
        command.addAll(fields.texts("args"));
        if (command.isEmpty() || command.get(0).isBlank()) {
            problems.add(what + " has no 'command'.");
            return;
        }
        Map<String, String> environment = environment(fields);
        Optional<Runner> runner;
        try {
            runner = RunnerReader.read(fields);
        } catch (IllegalArgumentException bad) {
            problems.add(what + " is left out: " + bad.getMessage());
            return;
        }
        Optional<String> unset = environment.keySet().stream()
                .filter(name -> !RemoteStart.isName(name))
                .findFirst();
        if (runner.isPresent() && unset.isPresent()) {
            problems.add(what + " is left out: '" + unset.get() + "' in its 'env' is no name that a shell can set.");
            return;
        }
        try {
            entries.add(new AgentEntry(
                    new AgentId(id),
                    fields.text("name").filter(name -> !name.isBlank()).orElse(id),
                    command,
                    environment,
                    fields.texts("inherit"),
                    fields.text("install").orElse(""),
                    fields.text("login").orElse(""),
                    AgentPolicyReader.read(fields, what, problems::add),
                    runner));
        } catch (IllegalArgumentException badId) {
            problems.add(what + " needs an 'id' of 1 to 64 characters without white space.");
        }
    }

    private static Map<String, String> environment(JsonFields fields) {
        Map<String, String> environment = new LinkedHashMap<>();
        JsonObject env = fields.object("env").map(JsonFields::json).orElseGet(JsonObject::new);
        env.entrySet().forEach(entry -> {
            if (entry.getValue().isJsonPrimitive()) {
                environment.put(entry.getKey(), entry.getValue().getAsString());
            }
        });
        return environment;
    }
}
