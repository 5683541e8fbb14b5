package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's process is killed at a random moment while a schedule starts a session. More rounds:
 * {@code -Dschedule.kills=50}; the same moments again: {@code -Dschedule.seed=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ScheduleKillsIT {
    private static final ScheduleId ID = new ScheduleId("kills");

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final int rounds = Integer.getInteger("schedule.kills", 3);
    private final long seed = Long.getLong("schedule.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private HostProcess host;

    @AfterEach
    void end() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    private TestClient connect() throws Exception {
        host = HostProcess.start(folder);
        return host.connect();
    }

    /** The history of the schedule, once nothing of it is open. */
    private static List<ScheduleOccurrence> settled(TestClient client) {
        while (true) {
            // Each request waits for its answer, so this does not spin.
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.ListSchedules(asked, ID));
            HostMessage answer = client.await(
                    "the schedule",
                    message -> message instanceof HostMessage.Schedules all
                            && all.requestId().equals(asked));
            List<ScheduleOccurrence> history =
                    ((HostMessage.Schedules) answer).schedules().get(0).occurrences();
            if (history.stream().noneMatch(each -> each.state().isOpen())) {
                return history;
            }
        }
    }

    private List<SessionSummary> sessions() throws Exception {
        try (TestClient client = host.connect()) {
            return client.awaitHeard(HostMessage.Overview.class).sessions();
        }
    }

    @Test
    void aKilledHostStartsEachTimeOnceOrNotAtAllAndTheHistorySaysWhich() throws Exception {
        try (TestClient client = connect()) {
            RequestId saved = TestClient.newRequestId();
            client.send(new ClientMessage.SaveSchedule(
                    saved,
                    new Schedule(
                            ID,
                            "Kills",
                            new ScheduleTask(new AgentId("demo"), "", "", work.toString(), false, "/say hello"),
                            ScheduleTiming.every("UTC", 500_000),
                            Schedule.MissedRule.SKIP,
                            Schedule.OverlapRule.SKIP,
                            Schedule.MAX_KEEP)));
            client.ack(saved);
            host.close();
        }
        for (int round = 0; round < rounds; round++) {
            try (TestClient client = connect()) {
                client.send(new ClientMessage.ActOnSchedule(TestClient.newRequestId(), ID, ScheduleAction.RUN));
                host.killAfter(random.nextInt(600));
            }
            try (TestClient client = connect()) {
                List<SessionId> started = settled(client).stream()
                        .map(ScheduleOccurrence::sessionId)
                        .filter(Objects::nonNull)
                        .toList();

                assertThat(sessions())
                        .as("round %s with seed %s", round, seed)
                        .allSatisfy(session -> {
                            assertThat(session.name()).startsWith("Kills · ");
                            assertThat(session.organisation().group()).isEqualTo("Kills");
                        })
                        .extracting(SessionSummary::sessionId)
                        .containsExactlyInAnyOrderElementsOf(started);
                host.close();
            }
        }
    }
}
