package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.FaultyNetwork;
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
 * A host and a client, each in its own process, take no more resources after many sessions than after a few.
 * {@code soak.minutes} is the duration, {@code soak.prompts} the number of prompts of a session, and
 * {@code soak.at.once} the number of sessions at a time.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "measures in procfs")
@Tag("soak")
class SoakIT {
    private static final int MINUTES = Integer.getInteger("soak.minutes", 15);
    private static final Duration ANSWER = Duration.ofSeconds(300);
    private static final int SESSIONS_OF_A_ROUND = 100;
    private static final int PROMPTS = Integer.getInteger("soak.prompts", 5);
    private static final int AT_ONCE = Integer.getInteger("soak.at.once", 2);
    private static final int WARM_UP_ROUNDS = 4;

    @TempDir
    Path folder;

    private FaultyNetwork network;
    private JvmChild client;

    @Test
    void afterManySessionsAHostAndAClientTakeNoMoreThanAfterAFew() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        ShellAgent.knownIn(Files.createDirectory(folder.resolve("data")));
        try (ChaosHost host = ChaosHost.start(folder.resolve("data"));
                FaultyNetwork between = new FaultyNetwork(host.port(), 1);
                JvmChild phone = ChaosClient.start(folder, between.port(), "client", 1, event -> {})) {
            network = between;
            client = phone;
            JsonObject pair = request("pair");
            pair.addProperty("ticket", host.ticket(Scope.STEER));
            assertThat(client.ask(pair, ANSWER)).isNotNull();
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                round(work);
            }
            Footprint hostBefore = settled(host.process());
            Footprint clientBefore = settled(client);
            long start = System.nanoTime();
            long end = start + Duration.ofMinutes(MINUTES).toNanos();
            int rounds = 0;
            do {
                round(work);
                rounds++;
            } while (System.nanoTime() < end);

            double rate = rounds * SESSIONS_OF_A_ROUND * 1e9 / (System.nanoTime() - start);
            JsonObject report = new JsonObject();
            report.addProperty("minutes", MINUTES);
            report.addProperty("sessionsPerSecond", rate);
            report.addProperty("sessions", rounds * SESSIONS_OF_A_ROUND);
            report.addProperty("prompts", rounds * SESSIONS_OF_A_ROUND * PROMPTS);
            assertNoMore("host", host.process(), hostBefore, Footprint.outcomes(rounds * SESSIONS_OF_A_ROUND), report);
            assertNoMore("client", client, clientBefore, 0, report);
            try (Stream<Path> left = Files.list(folder.resolve("data/sessions"))) {
                assertThat(left).isEmpty();
            }
            Files.writeString(
                    Files.createDirectories(Path.of("target", "chaos")).resolve("soak.json"), report + "\n");
        }
    }

    /** Runs sessions from creation to deletion, and then cuts a connection. */
    private void round(Path work) throws Exception {
        JsonObject churn = request("churn");
        churn.addProperty("agent", ShellAgent.ID);
        churn.addProperty("prompts", PROMPTS);
        churn.addProperty("atOnce", AT_ONCE);
        churn.addProperty("sessions", SESSIONS_OF_A_ROUND);
        churn.addProperty("cwd", work.toString());
        assertThat(client.ask(churn, ANSWER)).isNotNull();
        network.cutAll(true);
    }

    private static JsonObject request(String what) {
        JsonObject request = new JsonObject();
        request.addProperty("do", what);
        return request;
    }

    /** Its resources when its agents have ended. */
    private static Footprint settled(JvmChild process) throws Exception {
        await("the agents end")
                .atMost(ANSWER)
                .until(() -> process.handle().descendants().findAny().isEmpty());
        return Footprint.of(process);
    }

    private static void assertNoMore(String name, JvmChild process, Footprint before, double kept, JsonObject report)
            throws Exception {
        report.addProperty(name + "Before", before.toString());
        try {
            // Unused threads and connections end after a while.
            Footprint after = await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Footprint.of(process), now -> now.isNoMoreThan(before, kept));
            report.addProperty(name + "After", after.toString());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    name + " has grown: " + before + " before, " + Footprint.of(process) + " after "
                            + report.get("sessions") + " sessions",
                    e);
        }
    }
}
