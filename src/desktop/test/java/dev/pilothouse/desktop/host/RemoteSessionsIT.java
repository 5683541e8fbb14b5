package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.DemoElsewhere;
import dev.pilothouse.desktop.runner.LocalSshServer;
import dev.pilothouse.desktop.runner.RemoteProcesses;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A complete host whose agent runs at the other end of a real ssh connection. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "starts the SSH server of Linux")
class RemoteSessionsIT {
    private static final String MARK = "MARK=remote-sessions-it";

    @TempDir
    Path folder;

    private LocalSshServer server;
    private TestHost host;
    private Path work;

    @BeforeEach
    void start() throws Exception {
        server = LocalSshServer.start(Files.createDirectory(folder.resolve("ssh")));
        work = Files.createDirectory(folder.resolve("over there"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("agents.json"), entry(server.options()));
        host = TestHost.on(data);
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static String entry(List<String> options) {
        JsonObject runner = new JsonObject();
        runner.addProperty("type", "ssh");
        runner.addProperty("host", "127.0.0.1");
        runner.add("options", new Gson().toJsonTree(options));
        JsonObject environment = new JsonObject();
        environment.addProperty("MARK", "remote-sessions-it");
        JsonObject entry = new JsonObject();
        entry.addProperty("id", "there");
        entry.add("command", new Gson().toJsonTree(DemoElsewhere.command()));
        entry.add("env", environment);
        entry.add("runner", runner);
        JsonArray all = new JsonArray();
        all.add(entry);
        return all.toString();
    }

    private SessionState awaitPhase(TestClient client, SessionId session, SessionPhase phase) {
        return client.awaitState(
                session, phase.name(), state -> state.activity().phase() == phase);
    }

    @Test
    void aSessionOverThereIsASessionAndEndsOverThere() throws Exception {
        try (TestClient client = host.local()) {
            SessionId session = client.session("there", work.toString());
            awaitPhase(client, session, SessionPhase.IDLE);
            assertThat(RemoteProcesses.carrying(MARK)).isNotEmpty();
            client.prompt(session, "/say ahoy");
            client.awaitState(session, "a turn that is over", state -> state.lastTurn() != null);

            client.send(new ClientMessage.FindFiles(TestClient.newRequestId(), session, "pom"));
            assertThat(client.awaitHeard(HostMessage.Failure.class).text())
                    .isEqualTo("The session’s files lie elsewhere (ssh 127.0.0.1), where the host does not look."
                            + " Type the path.");

            client.done(new Intent.CloseSession(session));
            awaitPhase(client, session, SessionPhase.GONE);
            awaitNothingOverThere();
            client.done(new Intent.ResumeSession(session));
            awaitPhase(client, session, SessionPhase.IDLE);
            assertThat(RemoteProcesses.carrying(MARK)).isNotEmpty();
        }
        host.close();
        awaitNothingOverThere();
    }

    @Test
    void aServerThatRefusesIsQuotedInTheSession() throws Exception {
        server.close();
        try (TestClient client = host.local()) {
            SessionId session = client.session("there", work.toString());
            awaitPhase(client, session, SessionPhase.FAILED);
            assertThat(client.updates(session).stream()
                            .map(JournaledUpdate::update)
                            .filter(SessionUpdate.AgentExited.class::isInstance)
                            .map(update -> ((SessionUpdate.AgentExited) update).text()))
                    .singleElement()
                    .asString()
                    .startsWith("there (ssh) ended before it was ready. The process exited with code 255.")
                    .contains("Connection refused");
        }
    }

    private static void awaitNothingOverThere() {
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(RemoteProcesses.carrying(MARK)).isEmpty());
    }
}
