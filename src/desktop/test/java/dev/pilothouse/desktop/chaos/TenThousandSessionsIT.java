package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** A host and a client after {@code chaos.sessions} sessions, each with its own child process, a {@link ShellAgent}. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "measures in procfs")
@Tag("chaos")
class TenThousandSessionsIT {
    private static final int SESSIONS = Integer.getInteger("chaos.sessions", 10_000);
    private static final int OF_A_ROUND = 250;
    private static final Duration ANSWER = Duration.ofSeconds(300);

    @TempDir
    Path folder;

    @Test
    void afterThousandsOfSessionsNothingIsLeftOfThem() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path work = Files.createDirectory(folder.resolve("work"));
        ShellAgent.knownIn(data);
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

            assertNoMore("host", host.process(), hostBefore, Footprint.outcomes(SESSIONS));
            assertNoMore("client", client, clientBefore, 0);
            try (Stream<Path> left = Files.list(data.resolve("sessions"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static void round(JvmChild client, Path work) throws Exception {
        JsonObject churn = new JsonObject();
        churn.addProperty("do", "churn");
        churn.addProperty("agent", ShellAgent.ID);
        churn.addProperty("prompts", 1);
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
