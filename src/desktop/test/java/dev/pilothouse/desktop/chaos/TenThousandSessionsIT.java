package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host and a client after {@code chaos.sessions} sessions, each with a child process of its own that starts in a moment:
 * a shell that speaks as much of the Agent Client Protocol as one turn needs.
 */
@EnabledOnOs(OS.LINUX)
@Tag("chaos")
class TenThousandSessionsIT {
    private static final int SESSIONS = Integer.getInteger("chaos.sessions", 10_000);
    private static final int OF_A_ROUND = 250;
    private static final Duration ANSWER = Duration.ofSeconds(300);

    /** The host keeps the outcomes of the newest 10,000 requests that made or deleted a session: 0.3 KB for each. */
    private static final double OUTCOMES = Math.min(2 * SESSIONS, 10_000) * 0.3 / 1024;

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

    @TempDir
    Path folder;

    @Test
    void afterThousandsOfSessionsNothingIsLeftOfThem() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.writeString(data.resolve("agents.json"), agents().toString());
        try (ChaosHost host = ChaosHost.start(data);
                JvmChild client = ChaosClient.start(folder, host.port(), "client", 1, event -> {})) {
            JsonObject pair = new JsonObject();
            pair.addProperty("do", "pair");
            pair.addProperty("ticket", host.ticket(Scope.STEER));
            assertThat(client.ask(pair, ANSWER)).isNotNull();
            round(client, work);
            Footprint hostBefore = settled(host.process());
            Footprint clientBefore = settled(client);

            for (int done = OF_A_ROUND; done < SESSIONS; done += OF_A_ROUND) {
                round(client, work);
            }

            assertNoMore("host", host.process(), hostBefore, OUTCOMES);
            assertNoMore("client", client, clientBefore, 0);
            try (Stream<Path> left = Files.list(data.resolve("sessions"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static JsonObject agents() {
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        arguments.add(AGENT);
        JsonObject agent = new JsonObject();
        agent.addProperty("id", "shell");
        agent.addProperty("name", "Shell");
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        // Nobody's start files belong in a test.
        file.addProperty("loginShell", false);
        file.add("agents", all);
        return file;
    }

    private static void round(JvmChild client, Path work) throws Exception {
        JsonObject churn = new JsonObject();
        churn.addProperty("do", "churn");
        churn.addProperty("agent", "shell");
        churn.addProperty("sessions", OF_A_ROUND);
        churn.addProperty("cwd", work.toString());
        assertThat(client.ask(churn, ANSWER)).isNotNull();
    }

    private static Footprint settled(JvmChild process) throws Exception {
        await("the agents end")
                .atMost(ANSWER)
                .until(() -> process.handle().descendants().findAny().isEmpty());
        return Footprint.of(process);
    }

    private static void assertNoMore(String name, JvmChild process, Footprint before, double kept) throws Exception {
        try {
            Footprint after = await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Footprint.of(process), now -> now.isNoMoreThan(before, kept));
            System.out.println(name + ": " + before + " before, " + after + " after " + SESSIONS + " sessions");
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    name + " has grown: " + before + " before, " + Footprint.of(process) + " after", e);
        }
    }
}
