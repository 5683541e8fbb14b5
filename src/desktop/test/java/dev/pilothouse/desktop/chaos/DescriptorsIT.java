package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A host without free file descriptors refuses a new session with an error, and goes on. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "limits the descriptors of a process, as only Linux does")
class DescriptorsIT {
    /** About forty more than a host at rest has. */
    private static final int LIMIT = 128;

    private static final int MOST_SESSIONS = 40;

    @TempDir
    Path folder;

    @Test
    void aHostWithoutDescriptorsRefusesOneMoreSessionAndGoesOnWithTheOthers() throws Exception {
        Path data = folder.resolve("data");
        Path work = Files.createDirectory(folder.resolve("work"));
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -n " + LIMIT + "; exec \"$0\" \"$@\"");
        try (ChaosHost host = ChaosHost.start(data, limited);
                TestClient client = admin(data)) {
            List<SessionId> live = new ArrayList<>();
            Optional<String> refusal = Optional.empty();
            while (refusal.isEmpty() && live.size() < MOST_SESSIONS) {
                refusal = create(client, work, live);
            }
            assertThat(refusal).as("no session was refused").isPresent();
            assertThat(live).as("sessions before that").isNotEmpty();
            assertThat(refusal.orElseThrow())
                    .containsIgnoringCase("no file descriptors are left")
                    .contains("ulimit -n");

            // Existing sessions go on: an answer needs no new descriptor.
            assertThat(answered(client, live.get(0))).isTrue();
            // A closed session frees enough descriptors for a new one.
            for (SessionId session : live) {
                assertThat(client.done(new Intent.CloseSession(session)).sessionId())
                        .isEqualTo(session);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> host.children().isEmpty());
            List<SessionId> fresh = new ArrayList<>();
            assertThat(create(client, work, fresh)).isEmpty();
            assertThat(answered(client, fresh.get(0))).isTrue();
        }
    }

    static TestClient admin(Path data) throws Exception {
        HostInfo info = HostInfo.read(data).orElseThrow();
        PairedHost host = new PairedHost(
                new HostId(info.hostId()),
                info.name(),
                info.hostKey(),
                List.of(new BridgeUrl(false, "127.0.0.1", info.port())),
                Instant.EPOCH);
        return TestClient.remote(host, HostKeys.readLocal(data).orElseThrow()).hello();
    }

    /** @return why there is no such session; a usable one is added to {@code live} */
    private static Optional<String> create(TestClient client, Path work, List<SessionId> live) {
        RequestId request =
                client.submit(new Intent.CreateSession(new AgentId("demo"), work.toString(), null, null, null));
        HostMessage answer = client.await(
                "an answer",
                message -> (message instanceof HostMessage.Ack ack
                                && ack.requestId().equals(request))
                        || (message instanceof HostMessage.Failure failure && request.equals(failure.requestId())));
        if (answer instanceof HostMessage.Failure failure) {
            return Optional.of(failure.text());
        }
        SessionId session = ((HostMessage.Ack) answer).sessionId();
        client.subscribe(session);
        SessionState state = client.awaitState(
                session,
                "a session that works or not",
                now -> now.activity() != null
                        && (now.activity().phase() == SessionPhase.IDLE
                                || now.activity().phase() == SessionPhase.FAILED));
        if (state.activity().phase() == SessionPhase.FAILED) {
            return Optional.of(state.activity().detail());
        }
        live.add(session);
        return Optional.empty();
    }

    private static boolean answered(TestClient client, SessionId session) {
        assertThat(client.prompt(session, "/say still here")).isNotNull();
        SessionState state = client.awaitState(session, "an answer", now -> now.lastTurn() != null);
        return state.lastTurn().reason() == StopReason.END_TURN;
    }
}
