package dev.pilothouse.desktop.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An agent in a real process that asks for a permission in each turn, and writes the answers that it gets to a file. */
final class AskingAgent {
    static final String ID = "asking";

    private static final String AGENT = """
            control=%s
            number=0
            while IFS= read -r line; do
                id=${line##*\\"id\\":}
                id=${id%%%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) result='{"protocolVersion":1,"agentCapabilities":{}}' ;;
                    *'"method":"session/new"'*) result="{\\"sessionId\\":\\"s$$\\"}" ;;
                    *'"method":"session/prompt"'*)
                        running=$id
                        number=$((number + 1))
                        command=$(cat "$control/command")
                        printf '{"jsonrpc":"2.0","id":"ask%%s","method":"session/request_permission","params":{"sessionId":"s%%s","toolCall":{"toolCallId":"t%%s","title":"Run a command","kind":"execute","rawInput":{"command":"%%s"}},"options":[{"optionId":"once","name":"Once","kind":"allow_once"},{"optionId":"always","name":"Always","kind":"allow_always"},{"optionId":"no","name":"No","kind":"reject_once"}]}}\\n' "$number" "$$" "$number" "$command"
                        continue ;;
                    *'"outcome"'*)
                        printf '%%s\\n' "$line" >> "$control/answers"
                        id=$running
                        result='{"stopReason":"end_turn"}' ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%%s,"result":%%s}\\n' "$id" "$result"
            done
            """;

    private final Path control;

    private AskingAgent(Path control) {
        this.control = control;
    }

    /** Makes it the only agent of the hosts on a data folder. @param control a folder for its files */
    static AskingAgent knownIn(Path data, Path control) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(control);
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        arguments.add(AGENT.formatted(control));
        JsonObject agent = new JsonObject();
        agent.addProperty("id", ID);
        agent.addProperty("name", "Asking");
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        // Tests do not run the user's shell start files.
        file.addProperty("loginShell", false);
        file.add("agents", all);
        Files.writeString(data.resolve("agents.json"), file.toString());
        return new AskingAgent(control).asksFor("make test");
    }

    /** @param command as JSON text without its quotes */
    AskingAgent asksFor(String command) throws IOException {
        Files.writeString(control.resolve("command"), command);
        return this;
    }

    /** The lines with the answers that it got. */
    List<String> answers() throws IOException {
        Path file = control.resolve("answers");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
