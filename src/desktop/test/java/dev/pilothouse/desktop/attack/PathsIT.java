package dev.pilothouse.desktop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.desktop.host.TestHost;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tries to leave the allowed folders by every message with which a device can name a file or folder of the host. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are for administrators there")
class PathsIT {
    private static final List<String> OUTSIDE = List.of(
            "../secret.txt",
            "a/../../secret.txt",
            "a/b/../../../secret.txt",
            "..",
            "/etc/passwd",
            "/",
            "out.txt",
            "outside/secret.txt",
            "loop/loop/loop/a.txt",
            "a.txt\0.png",
            "\0",
            "C:\\Windows\\win.ini",
            "..\\secret.txt",
            "\\\\server\\share\\x",
            "\\\\?\\C:\\x",
            "file:///etc/passwd",
            "~/secret.txt",
            "%2e%2e/secret.txt",
            "a.txt/../a.txt",
            "x".repeat(300),
            "x/".repeat(400),
            "y".repeat(1_001));

    @TempDir
    Path folder;

    @TempDir
    Path outer;

    private Path work;
    private TestHost host;
    private TestClient phone;

    @BeforeEach
    void start() throws Exception {
        work = Files.createDirectories(outer.resolve("project"));
        Files.writeString(outer.resolve("secret.txt"), "secret");
        Files.writeString(work.resolve("a.txt"), "mine");
        Files.createSymbolicLink(work.resolve("out.txt"), outer.resolve("secret.txt"));
        Files.createSymbolicLink(work.resolve("outside"), outer);
        Files.createSymbolicLink(work.resolve("loop"), work.resolve("loop"));
        host = TestHost.on(folder);
        phone = host.device("Phone", Scope.STEER);
    }

    @AfterEach
    void stop() {
        phone.close();
        host.close();
    }

    private SessionId session() {
        SessionId session = phone.session("demo", work.toString());
        phone.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        return session;
    }

    private HostMessage ask(java.util.function.Function<RequestId, ClientMessage> question) {
        RequestId id = TestClient.newRequestId();
        phone.send(question.apply(id));
        return phone.await(
                "an answer",
                message -> message instanceof HostMessage.Failure failure && id.equals(failure.requestId())
                        || message instanceof HostMessage.Directory directory
                                && directory.requestId().equals(id)
                        || message instanceof HostMessage.Files files
                                && files.requestId().equals(id)
                        || message instanceof HostMessage.File file
                                && file.requestId().equals(id)
                        || message instanceof HostMessage.Folder listed
                                && listed.requestId().equals(id)
                        || message instanceof HostMessage.Blob blob
                                && blob.requestId().equals(id)
                        || message instanceof HostMessage.BlobKept kept
                                && kept.requestId().equals(id));
    }

    private static ErrorCode code(HostMessage answer) {
        assertThat(answer).isInstanceOf(HostMessage.Failure.class);
        return ((HostMessage.Failure) answer).code();
    }

    private BlobId bring(SessionId session, String upload, byte[] bytes) {
        return ((HostMessage.BlobKept) ask(id -> new ClientMessage.PutBlob(
                        id,
                        session,
                        upload,
                        0,
                        bytes.length,
                        Base64.getEncoder().encodeToString(bytes))))
                .blobId();
    }

    @Test
    void whatIsNoFolderIsNotListedAndASentenceOfBoundedLengthSaysSo() throws Exception {
        List<String> wrong = new ArrayList<>(List.of(
                "..",
                "project",
                "C:\\Windows",
                "\\\\server\\share",
                "file:///etc",
                "~",
                "\0",
                work + "/\0",
                work + "/a.txt",
                work + "/loop",
                work + "/none",
                work + "/" + "x".repeat(300),
                "/" + "x/".repeat(100_000)));
        for (String path : wrong) {
            HostMessage answer = ask(id -> new ClientMessage.ListDirectory(id, path));
            assertThat(code(answer)).isIn(ErrorCode.BAD_REQUEST, ErrorCode.NO_SUCH_DIRECTORY);
            assertThat(((HostMessage.Failure) answer).text()).hasSizeLessThan(400);
        }
    }

    @Test
    void aNameThatIsNotShownAsItIsIsNotListedFoundOrAttached() throws Exception {
        List<String> names =
                List.of("gpj.\u202eexe", "zero\u200bwidth", "red\u001b[31m", "two\nlines", "tag\udb40\udc41");
        for (String name : names) {
            Files.writeString(work.resolve(name), "x");
        }
        Files.writeString(work.resolve("plain \u00fc \u4e2d \ud83d\udc69\u200d\ud83d\ude80.txt"), "x");
        SessionId session = session();
        HostMessage.Directory listed =
                (HostMessage.Directory) ask(id -> new ClientMessage.ListDirectory(id, work.toString()));
        HostMessage.Files found = (HostMessage.Files) ask(id -> new ClientMessage.FindFiles(id, session, ""));

        assertThat(listed.entries())
                .extracting(DirectoryEntry::name)
                .contains("a.txt", "plain \u00fc \u4e2d \ud83d\udc69\u200d\ud83d\ude80.txt")
                .doesNotContainAnyElementsOf(names);
        assertThat(found.files())
                .extracting(FileMatch::path)
                .containsExactlyInAnyOrder("a.txt", "plain \u00fc \u4e2d \ud83d\udc69\u200d\ud83d\ude80.txt");
        for (String name : names) {
            assertThat(attached(session, new Attachment.ProjectFile(name)).code())
                    .as(name)
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void noFileOutsideOfTheProjectIsAttachedOrFound() {
        SessionId session = session();
        for (String path : OUTSIDE) {
            assertThat(attached(session, new Attachment.ProjectFile(path)).code())
                    .as(path.length() > 80 ? "long" : path)
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        for (String query : List.of("../", "a/../../", "/etc/", "~/")) {
            assertThat(code(ask(id -> new ClientMessage.FindFiles(id, session, query))))
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        HostMessage.Files all = (HostMessage.Files) ask(id -> new ClientMessage.FindFiles(id, session, ""));
        assertThat(all.files()).containsExactly(new FileMatch("a.txt", false));
    }

    @Test
    void noFileOutsideOfTheProjectIsReadAndNoFolderListed() throws Exception {
        Files.createDirectories(work.resolve(".git"));
        Files.writeString(work.resolve(".git/config"), "token");
        SessionId session = session();
        List<String> paths = new ArrayList<>(OUTSIDE);
        paths.add(".git/config");
        paths.add(folder.resolve("host.key").toString());
        for (String path : paths) {
            for (boolean binary : List.of(true, false)) {
                HostMessage.Failure refused =
                        (HostMessage.Failure) ask(id -> new ClientMessage.ReadFile(id, session, path, 0, 0, binary));
                assertThat(refused.code())
                        .as(path.length() > 80 ? "long" : path)
                        .isIn(ErrorCode.BAD_REQUEST, ErrorCode.NO_SUCH_FILE);
                assertThat(refused.text()).hasSizeLessThan(400).doesNotContain(outer.toString());
            }
            assertThat(code(ask(id -> new ClientMessage.ListFolder(id, session, path))))
                    .isIn(ErrorCode.BAD_REQUEST, ErrorCode.NO_SUCH_FILE);
        }
        HostMessage.File mine =
                (HostMessage.File) ask(id -> new ClientMessage.ReadFile(id, session, work + "/a.txt", 0, 0, false));
        assertThat(mine.part().lines()).containsExactly("mine");
        HostMessage.Folder listed = (HostMessage.Folder) ask(id -> new ClientMessage.ListFolder(id, session, ""));
        assertThat(listed.entries())
                .extracting(FolderEntry::name)
                .containsExactly("a.txt", "loop", "out.txt", "outside");
    }

    private HostMessage.Failure attached(SessionId session, Attachment attachment) {
        return phone.refused(phone.submit(new Intent.Prompt(session, "/say no", WhenBusy.QUEUE, List.of(attachment))));
    }

    @Test
    void aFileThatBecomesALinkOutOfTheProjectWhileItsPromptWaitsDoesNotReachTheAgent() throws Exception {
        SessionId session = session();
        phone.prompt(session, "/slow 600");
        SessionState slow =
                phone.awaitState(session, "the turn", state -> state.activity().turn() != null);
        phone.done(
                new Intent.Prompt(session, "/say came", WhenBusy.QUEUE, List.of(new Attachment.ProjectFile("a.txt"))));
        Files.delete(work.resolve("a.txt"));
        Files.createSymbolicLink(work.resolve("a.txt"), outer.resolve("secret.txt"));
        phone.done(new Intent.Cancel(session, slow.activity().turn()));
        SessionState after = phone.awaitState(
                session, "the second turn", state -> said(state).contains("came"));

        assertThat(said(after)).doesNotContain("secret", "a.txt");
    }

    private static String said(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.MessageItem.class::isInstance)
                .map(item -> ((Item.MessageItem) item).text().toString())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aBlobIsNoFileOfTheHost() throws Exception {
        SessionId session = session();
        BlobId real = bring(session, "u", "mine".getBytes(StandardCharsets.UTF_8));
        List<String> ids = List.of(
                "../journal.jsonl",
                "../../../host.key",
                folder.resolve("host.key").toString(),
                "brought",
                "brought/" + real.value(),
                "./" + real.value(),
                real.value().toUpperCase(java.util.Locale.ROOT),
                real.value() + "0",
                "b" + "0".repeat(64),
                "as-" + real.value().substring(1, 17));
        for (String id : ids) {
            for (boolean binary : List.of(true, false)) {
                assertThat(code(ask(r -> new ClientMessage.FetchBlob(r, session, new BlobId(id), binary))))
                        .as(id)
                        .isEqualTo(ErrorCode.NO_SUCH_BLOB);
            }
            assertThat(attached(session, new Attachment.Blob(new BlobId(id), "x.txt", "text/plain", 4, null))
                            .code())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        for (String id : List.of("../sessions/" + session, "..", "./" + session)) {
            assertThat(code(ask(r -> new ClientMessage.FetchBlob(r, new SessionId(id), real, true))))
                    .isIn(ErrorCode.NO_SUCH_BLOB, ErrorCode.NO_SUCH_SESSION);
            assertThat(phone.refused(phone.submit(new Intent.DeleteSession(new SessionId(id))))
                            .code())
                    .isEqualTo(ErrorCode.NO_SUCH_SESSION);
        }
    }

    @Test
    void whatADeviceNamesAnUploadOrAnAttachmentBecomesNoPath() throws Exception {
        SessionId session = session();
        TreeSet<String> before = tree(outer);
        for (String name : List.of("../../../evil", "/tmp/evil", "a/b", ".bashrc", "..", "C:\\evil", "CON")) {
            byte[] bytes = ("mine " + name).getBytes(StandardCharsets.UTF_8);
            BlobId blob = bring(session, name, bytes);
            phone.done(new Intent.Prompt(
                    session,
                    "/say came",
                    WhenBusy.QUEUE,
                    List.of(new Attachment.Blob(blob, name, "application/x-evil", bytes.length, null))));
        }
        phone.awaitState(
                session,
                "all turns",
                state -> state.transcript().items().stream()
                                .filter(Item.TurnEndItem.class::isInstance)
                                .count()
                        == 7);

        assertThat(tree(outer)).isEqualTo(before);
        Path blobs = folder.resolve("sessions").resolve(session.value()).resolve("blobs");
        assertThat(tree(blobs))
                .allSatisfy(path -> assertThat(path)
                        .matches(
                                "|brought|brought/b[0-9a-f]{64}|as-[0-9a-f]{16}|as-[0-9a-f]{16}/[A-Za-z_][A-Za-z_.]*"));
        for (String name : List.of("a\0b", "a\nb", "\u202egnp.txt", "")) {
            BlobId blob = bring(session, "u", new byte[] {1});
            assertThat(attached(session, new Attachment.Blob(blob, name, "text/plain", 1, null))
                            .code())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void aSessionStartsInAFolderOrNotAtAll() {
        for (String cwd : List.of(
                "project", "..", "\0", work + "/\0", work + "/a.txt", work + "/loop", work + "/none", "C:\\x", "")) {
            assertThat(phone.refused(phone.submit(new Intent.CreateSession(new AgentId("demo"), cwd, null, null, null)))
                            .code())
                    .as(cwd)
                    .isIn(ErrorCode.BAD_REQUEST, ErrorCode.NO_SUCH_DIRECTORY);
        }
    }

    private static TreeSet<String> tree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
