package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.power.MachineSettings;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undoes turns over a real socket, in a real repository. The test changes the files as an agent's command would. */
class FileUndoIT {
    @TempDir
    private Path folder;

    @TempDir
    private Path work;

    private TestHost host;
    private GitRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = GitRepository.create(work, "repository");
        repository.file("a.txt", "one\n");
        repository.file("gone.txt", "gone\n");
        repository.commit("first");
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static <T extends Item> Stream<T> items(SessionState state, Class<T> type) {
        return state.transcript().items().stream().filter(type::isInstance).map(type::cast);
    }

    private static Item.NoteItem note(TestClient client, SessionId session, long count) {
        SessionState state = client.awaitState(
                session,
                "a note about restored files",
                now -> items(now, Item.NoteItem.class)
                                .filter(note -> note.code().equals("filesRestored"))
                                .count()
                        == count);
        return items(state, Item.NoteItem.class)
                .filter(note -> note.code().equals("filesRestored"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static HostMessage preview(TestClient client, SessionId session, String snapshot) {
        RequestId id = TestClient.newRequestId();
        client.send(new ClientMessage.PreviewRestore(id, session, snapshot));
        return client.await(
                "a preview",
                message -> message instanceof HostMessage.RestorePreview preview && id.equals(preview.requestId())
                        || message instanceof HostMessage.Failure failure && id.equals(failure.requestId()));
    }

    private static String snapshot(TestClient client, SessionId session) {
        return items(
                        client.awaitState(
                                session,
                                "the end of the turn",
                                state -> items(state, Item.TurnEndItem.class).count() == 1),
                        Item.TurnEndItem.class)
                .findFirst()
                .orElseThrow()
                .snapshot();
    }

    @Test
    void whatCommandsOfATurnChangedIsUndoneAndTheUndoToo() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER);
                TestClient viewer = host.device("Viewer", Scope.VIEW)) {
            SessionId session = window.session("demo", repository.root().toString());
            phone.subscribe(session);
            window.prompt(session, "/slow 60");
            window.awaitState(
                    session,
                    "the snapshot",
                    state -> window.updates(session).stream()
                            .anyMatch(update -> update.update() instanceof SessionUpdate.TurnSnapshot));
            repository.file("a.txt", "by the agent\n");
            repository.file("new.txt", "by the agent\n");
            Files.delete(repository.root().resolve("gone.txt"));
            TurnId turn = window.state(session).orElseThrow().activity().turn();
            window.done(new Intent.Cancel(session, turn));
            String snapshot = snapshot(window, session);

            assertThat(preview(viewer, session, snapshot))
                    .isInstanceOfSatisfying(HostMessage.RestorePreview.class, preview -> {
                        assertThat(preview.total()).isEqualTo(3);
                        assertThat(preview.files())
                                .containsExactly(
                                        new RestoredFile("a.txt", RestoredFile.Kind.MODIFIED),
                                        new RestoredFile("gone.txt", RestoredFile.Kind.ADDED),
                                        new RestoredFile("new.txt", RestoredFile.Kind.DELETED));
                    });
            RequestId since = TestClient.newRequestId();
            viewer.send(new ClientMessage.ListChanges(since, session, ComparisonTarget.BEFORE_TURN));
            assertThat(viewer.await(
                            "the changes of the turn",
                            message -> message instanceof HostMessage.Changes changes
                                    && since.equals(changes.requestId())))
                    .isInstanceOfSatisfying(
                            HostMessage.Changes.class,
                            changes -> assertThat(changes.changes().files())
                                    .extracting(ChangedFile::path)
                                    .containsExactly("a.txt", "gone.txt", "new.txt"));
            phone.done(new Intent.RestoreFiles(session, snapshot));
            Item.NoteItem note = note(phone, session, 1);
            assertThat(note.text()).isEqualTo("3 files were put back.");
            assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
            assertThat(repository.root().resolve("gone.txt")).exists();
            assertThat(repository.root().resolve("new.txt")).doesNotExist();
            assertThat(repository.git("status", "--porcelain")).isEmpty();

            phone.done(new Intent.RestoreFiles(session, note.snapshot()));
            note(phone, session, 2);
            assertThat(repository.root().resolve("a.txt")).hasContent("by the agent\n");
            assertThat(repository.root().resolve("new.txt")).hasContent("by the agent\n");
            assertThat(repository.root().resolve("gone.txt")).doesNotExist();
        }
    }

    @Test
    void nothingIsKeptOutsideOfARepositoryOrWhenItIsOff() throws Exception {
        MachineSettings.open(folder).setKeepsFiles(false);
        try (TestClient window = host.local()) {
            SessionId off = window.session("demo", repository.root().toString());
            window.prompt(off, "/say hello");
            assertThat(snapshot(window, off)).isEmpty();
            MachineSettings.open(folder).setKeepsFiles(true);
            SessionId outside = window.session("demo", work.resolve("home").toString());
            window.prompt(outside, "/say hello");
            assertThat(snapshot(window, outside)).isEmpty();
            assertThat(items(window.state(outside).orElseThrow(), Item.NoteItem.class))
                    .isEmpty();
        }
    }

    @Test
    void noFileIsPutBackWhileAnotherSessionWorksInTheSameWorkingTree() throws Exception {
        repository.file("web/page.txt", "page\n");
        repository.file("api/server.txt", "server\n");
        try (TestClient window = host.local()) {
            SessionId page =
                    window.session("demo", repository.root().resolve("web").toString());
            SessionId server =
                    window.session("demo", repository.root().resolve("api").toString());
            window.prompt(server, "/slow 60");
            window.awaitState(
                    server,
                    "a turn",
                    state -> state.activity() != null && state.activity().turn() != null);

            window.done(new Intent.RestoreFiles(page, "20200101-000000000-00000000"));

            SessionState state = window.awaitState(
                    page,
                    "a note",
                    now -> items(now, Item.NoteItem.class).findAny().isPresent());
            assertThat(items(state, Item.NoteItem.class).map(Item.NoteItem::text))
                    .singleElement()
                    .asString()
                    .contains("works in the same directory");
        }
    }

    @Test
    void aSnapshotThatIsGoneGivesASentence() throws Exception {
        try (TestClient window = host.local()) {
            SessionId session = window.session("demo", repository.root().toString());
            assertThat(preview(window, session, "20200101-000000000-00000000"))
                    .isInstanceOfSatisfying(HostMessage.Failure.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.CLOSED);
                        assertThat(failure.text()).contains("no such snapshot");
                    });
        }
    }
}
