package dev.pilothouse.desktop.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent in a real process whose turns are a shell script of the test. The script gets the number of the turn and
 * runs in the session's directory. What it prints is the member of the answer, such as an error; nothing is the end of
 * the turn. It reports 100 tokens for each turn.
 */
final class TurnAgent {
    static final String ID = "turns";

    private static final String AGENT = """
            control=%s
            while IFS= read -r line; do
                id=${line##*\\"id\\":}
                id=${id%%%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) result='{"protocolVersion":1,"agentCapabilities":{}}' ;;
                    *'"method":"session/new"'*) result="{\\"sessionId\\":\\"s$$\\"$(cat "$control/modes" 2>/dev/null)}" ;;
                    *'"method":"session/set_mode"'*) result='{}' ;;
                    *'"method":"session/cancel"'*)
                        if kill "$turn" 2>/dev/null; then
                            wait "$turn"
                            printf '{"jsonrpc":"2.0","id":%%s,"result":{"stopReason":"cancelled"}}\\n' "$running"
                        fi
                        continue ;;
                    *'"method":"session/prompt"'*)
                        printf '%%s\\n' "$line" >> "$control/prompts"
                        number=$(($(wc -l < "$control/prompts")))
                        running=$id
                        (
                            answer=$(sh "$control/turn" $number)
                            [ -n "$answer" ] || answer='"result":{"stopReason":"end_turn","usage":{"totalTokens":100,"inputTokens":90,"outputTokens":10}}'
                            say="$control/say.$number"
                            [ -f "$say" ] || say="$control/say"
                            [ ! -f "$say" ] || printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s%%s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":%%s}}}}\\n' $$ "$(cat "$say")"
                            printf '{"jsonrpc":"2.0","id":%%s,%%s}\\n' "$id" "$answer"
                        ) &
                        turn=$!
                        continue ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%%s,"result":%%s}\\n' "$id" "$result"
            done
            """;

    private final Path control;

    private TurnAgent(Path control) {
        this.control = control;
    }

    /** Makes it the only agent of the hosts on a data folder. @param control a folder for its script and its prompts */
    static TurnAgent knownIn(Path data, Path control) throws IOException {
        return knownIn(data, ID, control, new JsonArray());
    }

    /** Adds another one to the agents of the hosts on a data folder. */
    static TurnAgent alsoIn(Path data, String id, Path control) throws IOException, CodecException {
        JsonObject before = StrictJson.parseObject(Files.readString(data.resolve("agents.json")));
        return knownIn(data, id, control, before.getAsJsonArray("agents"));
    }

    private static TurnAgent knownIn(Path data, String id, Path control, JsonArray all) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(control);
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        arguments.add(AGENT.formatted(control));
        JsonObject agent = new JsonObject();
        agent.addProperty("id", id);
        agent.addProperty("name", "Turns " + id);
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        all.add(agent);
        JsonObject file = new JsonObject();
        // Tests do not run the user's shell start files.
        file.addProperty("loginShell", false);
        file.add("agents", all);
        Files.writeString(data.resolve("agents.json"), file.toString());
        return new TurnAgent(control).turns(":");
    }

    /** Sets the script of the turns that begin from now on. */
    TurnAgent turns(String script) throws IOException {
        Path fresh = control.resolve("turn.new");
        Files.writeString(fresh, script + "\n");
        Files.move(fresh, control.resolve("turn"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** Sets its messages: the first one in its first turn, and so on; the last one in all further turns. */
    TurnAgent says(String... texts) throws IOException {
        for (int i = 0; i < texts.length; i++) {
            String name = i == texts.length - 1 ? "say" : "say." + (i + 1);
            Files.writeString(control.resolve(name), new JsonPrimitive(texts[i]).toString());
        }
        return this;
    }

    /** Lets the agent offer the modes ask, which is the current one, and yolo in the sessions that begin from now on. */
    TurnAgent modes() throws IOException {
        Files.writeString(control.resolve("modes"), """
                ,"modes":{"currentModeId":"ask","availableModes":[{"id":"ask","name":"Ask"},\
                {"id":"yolo","name":"Yolo","description":"Runs all tools without asking"}]}""");
        return this;
    }

    /** The texts of the prompts that the agent got, in order. */
    List<String> prompts() throws IOException, CodecException {
        List<String> texts = new ArrayList<>();
        Path log = control.resolve("prompts");
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                texts.add(StrictJson.parseObject(line)
                        .getAsJsonObject("params")
                        .getAsJsonArray("prompt")
                        .get(0)
                        .getAsJsonObject()
                        .get("text")
                        .getAsString());
            }
        }
        return texts;
    }
}
