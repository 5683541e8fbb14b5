package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real host whose sessions work in git repositories, and a device that may only view. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class RepositoriesIT {
    @TempDir
    Path folder;

    @TempDir
    Path outer;

    private GitRepository repository;
    private TestHost host;
    private TestClient window;
    private TestClient phone;

    @BeforeEach
    void start() throws Exception {
        repository = GitRepository.create(outer, "project");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        host = TestHost.on(folder);
        window = host.local();
        phone = host.device("Phone", Scope.VIEW);
    }

    @AfterEach
    void stop() {
        phone.close();
        window.close();
        host.close();
    }

    private HostMessage ask(Function<RequestId, ClientMessage> question) {
        RequestId id = TestClient.newRequestId();
        phone.send(question.apply(id));
        return phone.await("an answer", message -> id.equals(message.requestId()));
    }

    private HostMessage changes(SessionId session) {
        return ask(id -> new ClientMessage.ListChanges(id, session, ComparisonTarget.HEAD));
    }

    private HostMessage diff(SessionId session, String path) {
        return ask(id -> new ClientMessage.ReadDiff(id, session, path, "", ComparisonTarget.HEAD, 0, ""));
    }

    @Test
    void aDeviceListsTheChangesOfASessionAndReadsOne() throws Exception {
        SessionId session = window.session("demo", repository.root().toString());
        repository.file("a.txt", "2\n");

        HostMessage.Changes changes = (HostMessage.Changes) changes(session);
        HostMessage.DiffPart diff = (HostMessage.DiffPart) diff(session, "a.txt");

        assertThat(changes.changes().branch()).isEqualTo("main");
        assertThat(changes.changes().files()).extracting(ChangedFile::path).containsExactly("a.txt");
        assertThat(diff.diff().hunks().get(0).lines()).containsExactly("-1", "+2");
    }

    private HostMessage picture(SessionId session, String path, String oldPath, ChangePart part) {
        return ask(id -> new ClientMessage.ReadChange(id, session, path, oldPath, ComparisonTarget.HEAD, part, 0));
    }

    private static byte[] bytes(HostMessage answer) {
        return Base64.getDecoder().decode(((HostMessage.Change) answer).bytes().data());
    }

    @Test
    void aPictureIsReadAsItWasAndAsItIs() throws Exception {
        byte[] before = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1};
        byte[] after = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 2};
        Files.write(repository.root().resolve("old.png"), before);
        repository.file(".gitattributes", "*.png filter=shout diff=shout\n");
        repository.commit("a picture");
        Path ran = outer.resolve("ran");
        repository.git("config", "filter.shout.smudge", "touch " + ran);
        repository.git("config", "diff.shout.textconv", "touch " + ran);
        repository.git("mv", "old.png", "new.png");
        Files.write(repository.root().resolve("new.png"), after);
        SessionId session = window.session("demo", repository.root().toString());
        Files.deleteIfExists(ran);

        assertThat(bytes(picture(session, "new.png", "old.png", ChangePart.BEFORE)))
                .isEqualTo(before);
        assertThat(bytes(picture(session, "new.png", "old.png", ChangePart.AFTER)))
                .isEqualTo(after);
        assertThat(bytes(picture(session, "none.png", "", ChangePart.BEFORE))).isEmpty();
        assertThat(picture(session, "a.txt", "", ChangePart.BEFORE)).isInstanceOf(HostMessage.Failure.class);
        assertThat(picture(session, "../a.txt", "", ChangePart.AFTER)).isInstanceOf(HostMessage.Failure.class);
        assertThat(ran).doesNotExist();
    }

    @Test
    void whatIsNotThereIsExplained() throws Exception {
        Path plain = Files.createDirectories(outer.resolve("plain"));
        SessionId session = window.session("demo", plain.toString());

        assertThat(((HostMessage.Failure) changes(session)).code()).isEqualTo(ErrorCode.NO_REPOSITORY);
        assertThat(((HostMessage.Failure) changes(new SessionId("nobody"))).code())
                .isEqualTo(ErrorCode.NO_SUCH_SESSION);
    }

    @Test
    void noPathLeadsOutOfTheRepository() throws Exception {
        Files.writeString(outer.resolve("secret.txt"), "secret\n");
        SessionId session = window.session("demo", repository.root().toString());

        for (String path : List.of(
                "../secret.txt",
                outer.resolve("secret.txt").toString(),
                "a/../../secret.txt",
                "",
                "x".repeat(1_001),
                "a\0b")) {
            assertThat(((HostMessage.Failure) diff(session, path)).code())
                    .as(path)
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void theFilesOfTheHostItselfAreNotShown() throws Exception {
        GitRepository around = new GitRepository(folder.toRealPath(), outer.resolve("home"));
        around.git("init", "-q", "-b", "main");
        SessionId session = window.session("demo", around.root().toString());

        assertThat(((HostMessage.Failure) diff(session, "host.key")).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    private static boolean tells(HostMessage message, SessionId session, RepositorySummary summary) {
        return message instanceof HostMessage.RepositoriesChanged changed
                && changed.changed().contains(new HostMessage.RepositoriesChanged.Entry(session, summary));
    }

    @Test
    void aDeviceThatLooksAtSessionsLearnsTheStateOfTheirTrees() throws Exception {
        SessionId session = window.session("demo", repository.root().toString());
        Path plain = Files.createDirectories(outer.resolve("plain"));
        SessionId elsewhere = window.session("demo", plain.toString());
        phone.send(new ClientMessage.WatchRepositories(List.of(session, elsewhere, new SessionId("nobody"))));
        phone.await(
                "the clean tree",
                message -> tells(message, session, new RepositorySummary("main", "", 0, 0, "", 0, 0, 0)));
        phone.await("no tree", message -> tells(message, elsewhere, null));

        repository.file("b.txt", "1\n2\n");
        repository.git("add", "b.txt");

        phone.await(
                "the change", message -> tells(message, session, new RepositorySummary("main", "", 0, 0, "", 1, 2, 0)));
    }
}
