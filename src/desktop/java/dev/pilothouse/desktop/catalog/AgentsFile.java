package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.runner.RemoteStart;
import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text of {@code agents.json}: a list of entries, or an object whose {@code agents} is a list or an object by
 * id. Invalid entries are reported and left out. Immutable; any thread.
 *
 * @param entries in the order of the file
 * @param problems the first ones in the order of the file
 * @param loginShell whether the login shell may be asked for its {@code PATH}; false only if the file says so
 */
record AgentsFile(List<AgentEntry> entries, List<ConfigError> problems, boolean loginShell) {
    static final int MAX_PROBLEMS = 20;
    private static final int MAX_PATH = 200;

    AgentsFile {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    static AgentsFile none() {
        return new AgentsFile(List.of(), List.of(), true);
    }

    /** The text is not JSON of one of the forms, so it has no entries at all. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ConfigError problem;

        UnusableException(ConfigError problem) {
            super(problem.english());
            this.problem = problem;
        }

        ConfigError problem() {
            return problem;
        }
    }

    /**
     * Parses the text.
     *
     * @param file the name of the file, for its problems
     * @throws UnusableException if the text is not JSON of one of these forms
     */
    static AgentsFile parse(String file, String text) throws UnusableException {
        JsonLines lines = JsonLines.of(text);
        JsonElement root;
        try {
            root = StrictJson.parse(text);
        } catch (CodecException malformed) {
            JsonLines.Place at = lines.fault().orElse(new JsonLines.Place(0, 0));
            HostTextCode reason = lines.isNamedTwice() ? HostTextCode.FILE_NAMES_TWICE : HostTextCode.FILE_NOT_JSON;
            throw new UnusableException(new ConfigError(file, at.line(), at.column(), "", HostText.of(reason)));
        }
        List<ConfigError> problems = new ArrayList<>();
        Problems report = (path, sentence) -> {
            if (problems.size() < MAX_PROBLEMS) {
                String shown = TextCutter.excerpt(PlainText.line(path), MAX_PATH);
                problems.add(new ConfigError(file, lines.line(path), 0, shown, sentence));
            }
        };
        JsonElement agents = agents(root);
        String base = root == agents ? "" : "agents";
        List<AgentEntry> entries = new ArrayList<>();
        if (agents.isJsonArray()) {
            int number = 0;
            for (JsonElement element : agents.getAsJsonArray()) {
                read(base + "[" + number + "]", Optional.empty(), element, entries, report);
                number++;
            }
        } else if (agents.isJsonObject() && root != agents) {
            for (Map.Entry<String, JsonElement> named : agents.getAsJsonObject().entrySet()) {
                String path = base + "." + named.getKey();
                read(path, Optional.of(named.getKey()), named.getValue(), entries, report);
            }
        } else {
            throw new UnusableException(new ConfigError(file, 0, 0, "", HostText.of(HostTextCode.FILE_WRONG_FORM)));
        }
        return new AgentsFile(entries, problems, loginShell(root, report));
    }

    /** Receives the wrong members of the file. */
    interface Problems {
        /** @param path such as {@code agents[2].command} */
        void add(String path, HostText sentence);

        default void add(String path, HostTextCode code, Object... values) {
            add(path, HostText.of(code, values));
        }
    }

    private static JsonElement agents(JsonElement root) {
        if (root.isJsonObject() && root.getAsJsonObject().has("agents")) {
            return root.getAsJsonObject().get("agents");
        }
        // A file that only turns off the login shell lists no agents.
        return root.isJsonObject() && root.getAsJsonObject().has("loginShell") ? new JsonArray() : root;
    }

    private static boolean loginShell(JsonElement root, Problems problems) {
        JsonElement said = root.isJsonObject() ? root.getAsJsonObject().get("loginShell") : null;
        if (said == null) {
            return true;
        }
        if (said.isJsonPrimitive() && said.getAsJsonPrimitive().isBoolean()) {
            return said.getAsBoolean();
        }
        problems.add("loginShell", HostTextCode.VALUE_NO_BOOLEAN);
        return true;
    }

    private static void read(
            String path, Optional<String> key, JsonElement element, List<AgentEntry> entries, Problems problems) {
        if (!element.isJsonObject()) {
            problems.add(path, HostTextCode.VALUE_NO_OBJECT);
            return;
        }
        JsonFields fields = new JsonFields(element.getAsJsonObject());
        String id = fields.text("id").or(() -> key).orElse("");
        List<String> command;
        Map<String, String> environment;
        List<String> inherited;
        Optional<Runner> runner;
        try {
            command = EntryTextReader.command(fields);
            environment = EntryTextReader.environment(fields);
            inherited = EntryTextReader.texts(fields, "inherit", "inherit");
            runner = RunnerReader.read(fields);
        } catch (EntryTextReader.WrongException wrong) {
            problems.add(path + "." + wrong.member(), wrong.sentence());
            return;
        }
        if (command.isEmpty() || command.get(0).isBlank()) {
            problems.add(path + ".command", HostTextCode.VALUE_MISSING);
            return;
        }
        Optional<String> unset = environment.keySet().stream()
                .filter(name -> !RemoteStart.isName(name))
                .findFirst();
        if (runner.isPresent() && unset.isPresent()) {
            problems.add(path + ".env", HostTextCode.VALUE_NO_VARIABLE, unset.get());
            return;
        }
        try {
            entries.add(new AgentEntry(
                    new AgentId(id),
                    text(fields, "name", path, problems)
                            .filter(name -> !name.isBlank())
                            .orElse(id),
                    command,
                    environment,
                    inherited,
                    text(fields, "install", path, problems).orElse(""),
                    text(fields, "login", path, problems).orElse(""),
                    AgentPolicyReader.read(fields, path, problems),
                    runner));
        } catch (IllegalArgumentException badId) {
            problems.add(path + ".id", HostTextCode.VALUE_NO_ID);
        }
    }

    /** A text that is only for people. The agent can be started without it. */
    private static Optional<String> text(JsonFields fields, String name, String path, Problems problems) {
        Optional<String> text = fields.text(name);
        if (text.isEmpty() && fields.element(name).isPresent()) {
            problems.add(path + "." + name, HostTextCode.VALUE_NO_TEXT);
        }
        return text;
    }
}
