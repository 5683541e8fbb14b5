package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed starts: each prints a sentence, and no data is lost. */
class HostStartIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private static HostFailure failure(HostStartResult start) {
        assertThat(start).isInstanceOf(HostStartResult.Failed.class);
        return ((HostStartResult.Failed) start).failure();
    }

    @Test
    void aFolderThatAnotherHostUsesIsNamedWithItsProcess() {
        try (TestHost first = TestHost.on(folder)) {
            HostFailure failure = failure(ServerManager.start(TestHost.options(folder, 0)));

            assertThat(failure).isInstanceOf(HostFailure.DataFolderInUse.class);
            assertThat(failure.text())
                    .contains(
                            folder.toString(),
                            "process " + ProcessHandle.current().pid(),
                            "--data");
            try (TestClient client = first.local()) {
                assertThat(client.isLost()).isFalse();
            }
        }
    }

    @Test
    void aPortInUseIsNamedAndTheFolderIsFreeAgain() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HostFailure failure = failure(ServerManager.start(TestHost.options(folder, other.getLocalPort())));

            assertThat(failure).isInstanceOf(HostFailure.PortInUse.class);
            assertThat(failure.text()).contains(Integer.toString(other.getLocalPort()), "--port");
        }
        TestHost.on(folder).close();
    }

    @Test
    void damagedBudgetsAreNamedAndTheFolderIsFreeAgain() throws Exception {
        TestHost.on(folder).close();
        Path budgets = folder.resolve("budgets.json");
        Files.writeString(budgets, "[]");

        HostFailure failure = failure(ServerManager.start(TestHost.options(folder, 0)));

        assertThat(failure.sentence())
                .isEqualTo(HostText.of(
                        HostTextCode.HOST_FOLDER_UNUSABLE,
                        folder,
                        HostText.of(HostTextCode.BUDGETS_UNREADABLE, budgets)));
        Files.delete(budgets);
        TestHost.on(folder).close();
    }

    @Test
    void aRunningHostSaysWhereItIsAndAClosedOneDoesNot() throws Exception {
        try (TestHost host = TestHost.on(folder)) {
            HostInfo info = HostInfo.read(folder).orElseThrow();

            assertThat(info.port()).isEqualTo(host.manager().port());
            assertThat(info.hostKey()).isEqualTo(host.manager().publicKey());
        }
        assertThat(HostInfo.read(folder)).isEmpty();
    }

    @Test
    void whoeverClosesSecondWaitsForTheFirst() {
        ServerManager host = ((HostStartResult.Started) ServerManager.start(TestHost.options(folder, 0))).host();
        Thread first = new Thread(host::close, "first");
        first.setDaemon(true);
        first.start();
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> HostInfo.read(folder).isEmpty() || isClosing(host));
        host.close();

        TestHost.on(folder).close();
    }

    private static boolean isClosing(ServerManager host) {
        try {
            host.open(new LocalBridge.Sink() {
                        @Override
                        public void deliver(HostMessage message) {}

                        @Override
                        public void closed() {}
                    })
                    .close();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void aTornJournalLineCostsThatLineAndIsSaid() throws Exception {
        SessionId session;
        SessionState before;
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            session = client.session("demo", work.toString());
            client.prompt(session, "/say hello");
            before = client.awaitState(session, "the end", state -> state.lastTurn() != null);
        }
        Path journal = folder.resolve("sessions").resolve(session.value()).resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "{\"c\":\"0123", StandardCharsets.UTF_8);
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            client.subscribe(session);
            SessionState after = client.awaitState(
                    session,
                    "the session",
                    state -> state.transcript().items().stream()
                            .anyMatch(item -> item instanceof Item.NoteItem note
                                    && note.code().equals("journalDamaged")));

            assertThat(after.transcript().items())
                    .startsWith(before.transcript().items().toArray(Item[]::new));
        }
    }

    @Test
    void whatCannotBeStartedIsRefusedWithWhatToDo() throws Exception {
        Files.writeString(folder.resolve("agents.json"), """
                {"agents":[
                  {"id":"absent","name":"Absent","command":"no-such-program-here","args":[]},
                  {"id":"early","name":"Early","command":"sh","args":["-c","echo my last words >&2; exit 3"]}]}
                """);
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            assertThat(refused(client, "nobody", work.toString()).code()).isEqualTo(ErrorCode.UNKNOWN_AGENT);
            assertThat(refused(client, "nobody", work.toString()).text()).contains("nobody", "demo");
            assertThat(refused(client, "absent", work.toString()).code()).isEqualTo(ErrorCode.NOT_INSTALLED);
            assertThat(refused(client, "demo", work + "/nowhere").code()).isEqualTo(ErrorCode.NO_SUCH_DIRECTORY);
            assertThat(refused(client, "demo", "relative").code()).isEqualTo(ErrorCode.NO_SUCH_DIRECTORY);
            assertThat(client.heard(m -> m instanceof HostMessage.OverviewChanged))
                    .isEmpty();

            SessionId session = client.session("early", work.toString());
            SessionState failed = client.awaitState(
                    session, "failed", state -> state.activity().phase() == SessionPhase.FAILED);
            assertThat(failed.activity().detail()).contains("Early");
            assertThat(client.updates(session).toString()).contains("my last words");
        }
    }

    private static HostMessage.Failure refused(TestClient client, String agent, String cwd) {
        return client.refused(client.submit(new Intent.CreateSession(new AgentId(agent), cwd, null, null, null)));
    }
}
