package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's process is killed during a turn, and a new one starts on the same folder. */
class KilledHostIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

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

    @Test
    void nothingThatAClientHasSeenIsLost() throws Exception {
        SessionId session;
        SessionState seen;
        List<ProcessHandle> agents;
        try (TestClient client = connect()) {
            session = client.session("demo", work.toString());
            client.prompt(session, "/say before");
            client.awaitState(session, "a turn", state -> state.lastTurn() != null);
            client.prompt(session, "/slow 60");
            client.awaitState(session, "streamed text", state -> lastText(state).split(" ").length > 4);
            agents = host.children();
            assertThat(agents).isNotEmpty();
            host.close();
            client.awaitLost();
            seen = client.state(session).orElseThrow();
        }
        assertThat(HostInfo.read(folder)).isEmpty();
        assertThat(journaled(session, seen.seq())).isEqualTo(seen);

        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            client.subscribe(session);
            SessionState after = client.awaitState(
                    session, "the session", state -> state.activity().phase() == SessionPhase.GONE);
            assertThat(after.lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(itemsUpTo(after, seen)).isEqualTo(seen.transcript().items());
            client.prompt(session, "/say after");
            SessionState done = client.awaitState(
                    session, "a new turn", state -> state.lastTurn().reason() == StopReason.END_TURN);

            assertThat(done.info().memory()).isEqualTo(ContextRestore.KEPT);
            assertThat(done.transcript().items().stream().filter(Item.UserItem.class::isInstance))
                    .hasSize(3);
        }
        await().untilAsserted(() -> assertThat(agents).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void theAgentOfAKilledHostEndsByItselfAlsoInMidTurn() throws Exception {
        try (TestClient client = connect()) {
            SessionId session = client.session("demo", work.toString());
            client.prompt(session, "/slow 60");
            client.awaitState(session, "streamed text", state -> lastText(state).split(" ").length > 4);
            List<ProcessHandle> agents = host.children();
            assertThat(agents).isNotEmpty();
            host.close();
            // No host has started since: the end of their stdin ends them.
            await().untilAsserted(() -> assertThat(agents).noneMatch(ProcessHandle::isAlive));
        }
    }

    private static String lastText(SessionState state) {
        List<Item> items = state.transcript().items();
        return !items.isEmpty() && items.get(items.size() - 1) instanceof Item.MessageItem message
                ? message.text().toString()
                : "";
    }

    private static List<Item> itemsUpTo(SessionState after, SessionState seen) {
        return after.transcript().items().subList(0, seen.transcript().size());
    }

    /** The fold of the updates that the killed host left on disk, up to the seq. */
    private SessionState journaled(SessionId session, long seq) throws Exception {
        // A journal's folder has the session's name, so the copy's folder has it too.
        Path copy = Files.copy(
                folder.resolve("sessions").resolve(session.value()).resolve("journal.jsonl"),
                Files.createDirectories(work.resolve(session.value())).resolve("journal.jsonl"));
        List<JournaledUpdate> updates = new ArrayList<>();
        SessionJournal.open(JournalFileSystem.REAL, copy, updates::add)
                .journal()
                .close();
        assertThat(updates.size()).isGreaterThanOrEqualTo((int) seq);
        SessionState folded = SessionReducer.applyAll(SessionState.empty(session), updates.subList(0, (int) seq));
        return folded.withTranscript(Transcript.of(folded.transcript().items(), 1));
    }
}
