package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that an agent has stored: listed by the real demo agent, and taken over by a host that never had them. */
class ExternalSessionsIT {
    private static final AgentId DEMO = new AgentId("demo");

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static HostMessage list(TestClient client, AgentId agent, String cwd) {
        RequestId id = TestClient.newRequestId();
        client.send(new ClientMessage.ListExternal(id, agent, cwd));
        return client.await(
                "the answer",
                message -> message instanceof HostMessage.ExternalSessions found
                                && found.requestId().equals(id)
                        || message instanceof HostMessage.Failure failure && id.equals(failure.requestId()));
    }

    private static List<ExternalSession> listed(TestClient client, String cwd) {
        return ((HostMessage.ExternalSessions) list(client, DEMO, cwd)).sessions();
    }

    private static List<String> said(SessionState state) {
        return state.transcript().items().stream()
                .filter(item -> item instanceof Item.UserItem || item instanceof Item.MessageItem)
                .map(item -> item instanceof Item.UserItem user
                        ? "> " + user.text()
                        : ((Item.MessageItem) item).text().toString())
                .toList();
    }

    /** Creates a conversation that only the agent has stored. */
    private void aSessionThatTheHostDoesNotHave(TestClient client) {
        SessionId session = client.session("demo", work.toString());
        client.prompt(session, "/say first words");
        client.awaitState(session, "a turn that is over", state -> state.lastTurn() != null);
        assertThat(listed(client, "")).as("what is here is not elsewhere").isEmpty();
        client.done(new Intent.DeleteSession(session));
    }

    @Test
    void aSessionThatTheHostDoesNotHaveIsListedAndGoneOnWithAndStaysSo() {
        try (TestClient client = host.local()) {
            aSessionThatTheHostDoesNotHave(client);
            ExternalSession kept = listed(client, work.toString()).get(0);
            assertThat(kept.title()).isEqualTo("/say first words");
            assertThat(kept.cwd()).isEqualTo(work.toString());
            assertThat(kept.updatedAt()).isNotNull();
            assertThat(listed(client, "/somewhere/else")).isEmpty();

            Intent.CreateSession takeOver =
                    new Intent.CreateSession(DEMO, work.toString(), null, null, null, kept.agentSessionId());
            SessionId taken = client.done(takeOver).sessionId();
            client.subscribe(taken);
            SessionState state =
                    client.awaitState(taken, "idle", shown -> shown.activity().phase() == SessionPhase.IDLE);
            assertThat(said(state)).containsExactly("> /say first words", "first words");
            assertThat(state.info().agentSessionId()).isEqualTo(kept.agentSessionId());
            assertThat(client.refused(client.submit(takeOver)).text()).startsWith("That session is here already");

            // Another run of the agent replays the past again; the host must not add it twice.
            client.done(new Intent.CloseSession(taken));
            client.awaitState(taken, "gone", shown -> shown.activity().phase() == SessionPhase.GONE);
            client.done(new Intent.ResumeSession(taken));
            client.awaitState(taken, "idle again", shown -> shown.activity().phase() == SessionPhase.IDLE);
            client.prompt(taken, "/say second words");
            state = client.awaitState(taken, "a turn that is over", shown -> shown.lastTurn() != null);
            assertThat(said(state))
                    .containsExactly("> /say first words", "first words", "> /say second words", "second words");
            assertThat(state.info().agentSessionId()).isEqualTo(kept.agentSessionId());
        }
    }

    @Test
    void aSessionThatIsDeletedAtItsAgentTooIsNoLongerListed() {
        try (TestClient client = host.local()) {
            aSessionThatTheHostDoesNotHave(client);
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/say other words");
            client.awaitState(session, "a turn that is over", state -> state.lastTurn() != null);
            client.done(new Intent.DeleteSession(session, true));

            assertThat(listed(client, "")).extracting(ExternalSession::title).containsExactly("/say first words");
        }
    }

    @Test
    void aForkHasTheConversationSoFarAndTheTwoGoOnSeparately() {
        try (TestClient client = host.local()) {
            SessionId source = client.session("demo", work.toString());
            client.prompt(source, "/say first words");
            client.awaitState(source, "a turn that is over", state -> state.lastTurn() != null);
            SessionId fork = client.done(new Intent.CreateSession(
                            DEMO, work.toString(), null, null, "/say other words", null, null, null, source))
                    .sessionId();
            client.subscribe(fork);
            SessionState state = client.awaitState(fork, "a turn that is over", shown -> shown.lastTurn() != null);

            assertThat(said(state))
                    .containsExactly("> /say first words", "first words", "> /say other words", "other words");
            assertThat(state.transcript().items().get(0))
                    .isInstanceOfSatisfying(
                            Item.NoteItem.class, note -> assertThat(note.text()).startsWith("A fork of “"));
            assertThat(said(client.awaitState(source, "the source", shown -> true)))
                    .containsExactly("> /say first words", "first words");
        }
    }

    @Test
    void aForkOfAnUnknownSessionIsRefused() {
        try (TestClient client = host.local()) {
            assertThat(client.refused(client.submit(new Intent.CreateSession(
                                    DEMO,
                                    work.toString(),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    new SessionId("nobody"))))
                            .code())
                    .isEqualTo(ErrorCode.NO_SUCH_SESSION);
        }
    }

    @Test
    void pressingTwiceTakesASessionOverOnce() {
        try (TestClient client = host.local()) {
            aSessionThatTheHostDoesNotHave(client);
            ExternalSession kept = listed(client, work.toString()).get(0);
            Intent.CreateSession takeOver =
                    new Intent.CreateSession(DEMO, work.toString(), null, null, null, kept.agentSessionId());
            SessionId taken = client.done(takeOver).sessionId();

            assertThat(client.refused(client.submit(takeOver)).text()).startsWith("That session is ");
            client.subscribe(taken);
            client.awaitState(taken, "idle", shown -> shown.activity().phase() == SessionPhase.IDLE);
        }
    }

    @Test
    void aSessionThatIsGoneIsNotReplacedByAnEmptyOne() {
        try (TestClient client = host.local()) {
            SessionId taken = client.done(
                            new Intent.CreateSession(DEMO, work.toString(), null, null, null, "demo-0123456789abcdef"))
                    .sessionId();
            client.subscribe(taken);
            SessionState state =
                    client.awaitState(taken, "failed", shown -> shown.activity().phase() == SessionPhase.FAILED);
            assertThat(state.activity().detail()).contains("cannot go on with its session demo-0123456789abcdef");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void theEndOfTheHostEndsAnAgentThatIsBeingAsked() throws Exception {
        Path agent = Files.writeString(
                folder.resolve("slow-agent"),
                "#!/bin/sh\necho $$ > '" + folder.resolve("slow.pid") + "'\nexec cat > /dev/null\n");
        Files.setPosixFilePermissions(agent, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
        Files.writeString(folder.resolve("agents.json"), "[{\"id\":\"slow\",\"command\":\"" + agent + "\"}]");
        try (TestClient client = host.local()) {
            client.send(new ClientMessage.ListExternal(TestClient.newRequestId(), new AgentId("slow"), ""));
            Path pid = folder.resolve("slow.pid");
            await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
            ProcessHandle asked = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();
            assertThat(asked.isAlive()).isTrue();
            host.close();
            assertThat(asked.isAlive()).isFalse();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void anAgentThatDoesNotTellIsNamed() throws Exception {
        Path agent = Files.writeString(
                folder.resolve("mute-agent"),
                "#!/bin/sh\nread -r line\necho '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":1}}'\n"
                        + "cat > /dev/null\n");
        Files.setPosixFilePermissions(agent, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
        Path broken = Files.writeString(folder.resolve("broken-agent"), "#!/bin/sh\necho no luck >&2\nexit 3\n");
        Files.setPosixFilePermissions(
                broken, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
        Files.writeString(
                folder.resolve("agents.json"),
                "[{\"id\":\"mute\",\"name\":\"Mute\",\"command\":\"" + agent + "\"},"
                        + "{\"id\":\"broken\",\"name\":\"Broken\",\"command\":\"" + broken + "\"}]");
        try (TestClient client = host.local()) {
            HostMessage.Failure mute = (HostMessage.Failure) list(client, new AgentId("mute"), "");
            assertThat(mute.text()).startsWith("Mute does not tell which sessions it has kept");
            HostMessage.Failure broke = (HostMessage.Failure) list(client, new AgentId("broken"), "");
            assertThat(broke.text())
                    .startsWith("Broken did not list its sessions.")
                    .contains("no luck");
            HostMessage.Failure unknown = (HostMessage.Failure) list(client, new AgentId("nobody"), "");
            assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_AGENT);
        }
    }
}
