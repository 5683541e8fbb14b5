package dev.pilothouse.desktop.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An agent that starts quickly in a real process: a shell that implements as much of the Agent Client Protocol as a
 * turn needs.
 */
final class ShellAgent {
    static final String ID = "shell";

    private static final String AGENT = """
            while IFS= read -r line; do
                id=${line##*\\"id\\":}
                id=${id%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) result='{"protocolVersion":1,"agentCapabilities":{}}' ;;
                    *'"method":"session/new"'*) result="{\\"sessionId\\":\\"s$$\\"}" ;;
                    *'"method":"session/prompt"'*)
                        update='{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"word"}}'
                        printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s%s","update":%s}}\\n' $$ "$update"
                        result='{"stopReason":"end_turn"}'
                        ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    private ShellAgent() {}

    /** Makes it the only agent of the hosts on this existing folder. */
    static void knownIn(Path data) throws IOException {
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        arguments.add(AGENT);
        JsonObject agent = new JsonObject();
        agent.addProperty("id", ID);
        agent.addProperty("name", "Shell");
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        // Tests do not run the user's shell start files.
        file.addProperty("loginShell", false);
        file.add("agents", all);
        Files.writeString(data.resolve("agents.json"), file.toString());
    }
}
