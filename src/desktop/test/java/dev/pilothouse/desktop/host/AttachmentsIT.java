package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and files from a device to an agent that reports what it received, over a real socket. */
class AttachmentsIT {
    private static final int PIECE = 256 * 1024;

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

    private SessionId session(TestClient client) {
        SessionId session = client.session("demo", work.toString());
        client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
        return session;
    }

    private static HostMessage answer(TestClient client, RequestId id) {
        return client.await(
                "an answer",
                message -> message instanceof HostMessage.Files files
                                && files.requestId().equals(id)
                        || message instanceof HostMessage.BlobKept kept
                                && kept.requestId().equals(id)
                        || message instanceof HostMessage.Blob blob
                                && blob.requestId().equals(id)
                        || message instanceof HostMessage.Failure failure && id.equals(failure.requestId()));
    }

    private static HostMessage find(TestClient client, SessionId session, String query) {
        RequestId id = TestClient.newRequestId();
        client.send(new ClientMessage.FindFiles(id, session, query));
        return answer(client, id);
    }

    private static BlobId bring(TestClient client, SessionId session, byte[] bytes) {
        BlobId kept = null;
        for (int from = 0; from < bytes.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
            RequestId id = TestClient.newRequestId();
            client.send(new ClientMessage.PutBlob(
                    id, session, "u1", from, bytes.length, Base64.getEncoder().encodeToString(piece)));
            kept = ((HostMessage.BlobKept) answer(client, id)).blobId();
        }
        return kept;
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        return noise;
    }

    @Test
    void aPictureAndAFileReachTheAgentAndAnotherDeviceSeesThem() throws Exception {
        Files.writeString(work.resolve("Main.java"), "class Main {}");
        byte[] picture = noise(5 * 1024 * 1024);
        try (TestClient phone = host.device("Phone", Scope.STEER);
                TestClient tablet = host.device("Tablet", Scope.VIEW)) {
            SessionId session = session(phone);
            BlobId blob = bring(phone, session, picture);
            Attachment image = new Attachment.Blob(blob, "screen.png", "image/png", picture.length, null);
            phone.done(new Intent.Prompt(
                    session, "/say got", WhenBusy.QUEUE, List.of(image, new Attachment.ProjectFile("Main.java"))));
            SessionState done = phone.awaitState(session, "the end", state -> state.lastTurn() != null);
            String said = done.transcript().items().stream()
                    .filter(Item.MessageItem.class::isInstance)
                    .map(item -> ((Item.MessageItem) item).text().toString())
                    .reduce("", String::concat);

            assertThat(said)
                    .contains("screen.png, " + (picture.length + 2) / 3 * 4 + " characters of image/png]")
                    .contains("Main.java, a link]");
            tablet.subscribe(session);
            SessionState seen = tablet.awaitState(
                    session, "the prompt", state -> !state.transcript().items().isEmpty());
            assertThat(((Item.UserItem) seen.transcript().items().get(0)).attachments())
                    .containsExactly(image, new Attachment.ProjectFile("Main.java"));
            RequestId id = TestClient.newRequestId();
            tablet.send(new ClientMessage.FetchBlob(id, session, blob, true));
            assertThat(Base64.getDecoder().decode(((HostMessage.Blob) answer(tablet, id)).text()))
                    .isEqualTo(picture);
        }
    }

    /**
     * With a third-party agent of this machine's {@code agents.json}: {@code -Dpilothouse.agents=FILE},
     * {@code -Dpilothouse.agent=ID}.
     */
    @Test
    @EnabledIfSystemProperty(named = "pilothouse.agent", matches = ".+")
    void aThirdPartyAgentTakesAPictureAndAFile() throws Exception {
        host.close();
        Files.copy(
                Path.of(System.getProperty("pilothouse.agents")),
                folder.resolve("agents.json"),
                StandardCopyOption.REPLACE_EXISTING);
        host.start();
        Files.writeString(work.resolve("Main.java"), "class Main {}");
        byte[] picture = Files.readAllBytes(Path.of("src/main/resources/dev/pilothouse/icon/pilothouse-64.png"));
        try (TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = phone.session(System.getProperty("pilothouse.agent"), work.toString());
            SessionState ready =
                    phone.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            assertThat(ready.info().support().images()).isTrue();
            BlobId blob = bring(phone, session, picture);
            phone.done(new Intent.Prompt(
                    session,
                    "Describe the picture and @Main.java",
                    WhenBusy.QUEUE,
                    List.of(
                            new Attachment.Blob(blob, "icon.png", "image/png", picture.length, null),
                            new Attachment.ProjectFile("Main.java"))));
            SessionState done = phone.awaitState(session, "the end", state -> state.lastTurn() != null);

            assertThat(done.lastTurn().reason()).isEqualTo(StopReason.END_TURN);
        }
    }

    @Test
    void filesAreFoundOnlyInTheSessionsDirectory() throws Exception {
        Files.writeString(work.resolve("notes.txt"), "notes");
        Files.createSymbolicLink(work.resolve("notes-out.txt"), Files.writeString(folder.resolve("notes-x"), "secret"));
        try (TestClient phone = host.device("Phone", Scope.STEER);
                TestClient tablet = host.device("Tablet", Scope.VIEW)) {
            SessionId session = session(phone);
            assertThat(((HostMessage.Files) find(phone, session, "notes")).files())
                    .containsExactly(new FileMatch("notes.txt", false));
            for (String query : List.of("../", "/etc/passwd", "x/../../y", "~root")) {
                assertThat(((HostMessage.Failure) find(phone, session, query)).code())
                        .as(query)
                        .isEqualTo(ErrorCode.BAD_REQUEST);
            }
            assertThat(((HostMessage.Failure) find(phone, new SessionId("s-none"), "a")).code())
                    .isEqualTo(ErrorCode.NO_SUCH_SESSION);
            assertThat(((HostMessage.Files) find(tablet, session, "notes")).files())
                    .containsExactly(new FileMatch("notes.txt", false));
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAtOnceAndTheConnectionGoesOn() throws Exception {
        try (TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = session(phone);
            RequestId id = TestClient.newRequestId();
            phone.send(new ClientMessage.PutBlob(id, session, "u", 0, 5L * 1024 * 1024 + 1, "AAAA"));

            assertThat(((HostMessage.Failure) answer(phone, id)).text()).contains("5 MB");
            assertThat(bring(phone, session, noise(10))).isNotNull();
        }
    }
}
