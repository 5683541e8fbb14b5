package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts: their content, their queue, and their results. */
class PromptsTest {
    private static final PromptSupport ALL = new PromptSupport(true, true);
    private static final byte[] PICTURE = {1, 2, 3, (byte) 0xff};

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
    }

    private SessionState state() {
        return rig.state();
    }

    private FakeAgent agent() {
        return rig.agent();
    }

    private void ready(PromptSupport support) {
        if (rig.launches().requests.isEmpty()) {
            rig.create(null);
        }
        emit(new AgentEvent.Ready("Fake agent", "1.0", "fake-session", ContextRestore.NEW, support));
    }

    private void emit(AgentEvent... events) {
        agent().emit(events);
        rig.run();
    }

    private Attachment.Blob kept(String name, String mimeType, byte[] bytes) throws Exception {
        BlobId id = rig.session().blobs().putUpload(bytes);
        return new Attachment.Blob(id, name, mimeType, bytes.length, null);
    }

    private Intent.Prompt prompt(String text, Attachment... attachments) {
        return new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE, List.of(attachments));
    }

    private long queued(int index) {
        return state().queue().get(index).queueId();
    }

    @Test
    void aPictureReachesAnAgentThatTakesPicturesAndIsInTheTranscript() throws Exception {
        ready(ALL);
        Attachment.Blob picture = kept("screen.png", "image/png", PICTURE);
        rig.accepted(prompt("What is this?", picture));

        List<PromptPart> parts = agent().prompts.get(0);
        assertThat(parts.get(0)).isEqualTo(new PromptPart.Text("What is this?"));
        PromptPart.Image image = (PromptPart.Image) parts.get(1);
        assertThat(image.mimeType()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(image.base64())).isEqualTo(PICTURE);
        assertThat(image.uri()).startsWith("file:///").endsWith("/screen.png");
        assertThat(((Item.UserItem) state().transcript().items().get(0)).attachments())
                .containsExactly(picture);
    }

    @Test
    void aPromptMayBeAPictureAlone() throws Exception {
        ready(ALL);
        rig.accepted(prompt(" ", kept("screen.png", "image/png", PICTURE)));

        assertThat(agent().prompts.get(0)).hasSize(1).first().isInstanceOf(PromptPart.Image.class);
        assertThat(rig.refused(prompt(" ")).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void anAgentThatTakesNoPicturesIsNotSentOneAndThePersonIsTold() throws Exception {
        ready(new PromptSupport(false, true));
        IntentResult.Refused refused = rig.refused(prompt("What is this?", kept("a.png", "image/png", PICTURE)));

        assertThat(refused.text()).isEqualTo("Fake takes no pictures.");
        assertThat(agent().prompts).isEmpty();
        assertThat(state().transcript().items()).isEmpty();
    }

    @Test
    void aPictureThatWaitedForAnAgentWhoTakesNoneGoesAsALinkToItsFile() throws Exception {
        rig.create(null);
        rig.accepted(prompt("What is this?", kept("a.png", "image/png", PICTURE)));
        ready(PromptSupport.NONE);

        PromptPart.Link link = (PromptPart.Link) agent().prompts.get(0).get(1);
        assertThat(Files.readAllBytes(Path.of(URI.create(link.uri())))).isEqualTo(PICTURE);
        assertThat(link.bytes()).isEqualTo(PICTURE.length);
    }

    @Test
    void aTextIsEmbeddedWhereTheAgentTakesThatAndLinkedElsewhere() throws Exception {
        ready(ALL);
        byte[] words = "grüß dich\n".getBytes(StandardCharsets.UTF_8);
        rig.accepted(prompt("Read", kept("notes.md", "text/markdown", words), kept("a.bin", "text/plain", PICTURE)));

        assertThat(((PromptPart.Embedded) agent().prompts.get(0).get(1)).text()).isEqualTo("grüß dich\n");
        assertThat(agent().prompts.get(0).get(2))
                .as("what is no text after all")
                .isInstanceOf(PromptPart.Link.class);
    }

    @Test
    void anAgentElsewhereGetsContentAndNoLinkToAFileThatIsNotThere() throws Exception {
        rig.launches().place("ssh build.example");
        ready(ALL);
        byte[] words = "notes".getBytes(StandardCharsets.UTF_8);
        rig.accepted(prompt("Read", kept("notes.md", "text/markdown", words), kept("a.png", "image/png", PICTURE)));
        assertThat(agent().prompts.get(0).subList(1, 3))
                .hasExactlyElementsOfTypes(PromptPart.Embedded.class, PromptPart.Image.class);
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));

        byte[] large = new byte[PromptAssembler.MAX_EMBEDDED + 1];
        assertThat(rig.refused(prompt("Read", kept("a.zip", "application/zip", large)))
                        .text())
                .isEqualTo("The attachment “a.zip” would go as a link to a file of the host, but Fake runs elsewhere"
                        + " (ssh build.example). Put the file there, and name it.");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        assertThat(rig.refused(prompt("Read @pom.xml", new Attachment.ProjectFile("pom.xml")))
                        .text())
                .isEqualTo("The session’s files lie elsewhere (ssh build.example), where the host does not look."
                        + " Type the path.");
        assertThat(agent().prompts).hasSize(1);
    }

    @Test
    void aNameOfAnAttachmentNeverBecomesAPath() throws Exception {
        ready(PromptSupport.NONE);
        rig.accepted(prompt("Read", kept("../../../.profile", "text/plain", PICTURE)));

        PromptPart.Link link = (PromptPart.Link) agent().prompts.get(0).get(1);
        Path file = Path.of(URI.create(link.uri()));
        assertThat(file.toRealPath()).startsWith(folder.toRealPath().resolve("blobs"));
        assertThat(file.getFileName().toString()).isEqualTo("_.._.._.._.profile");
    }

    @Test
    void aFileOfTheSessionsDirectoryIsLinked() throws Exception {
        Path file = folder.resolve("src");
        Files.createDirectories(file);
        Files.writeString(file.resolve("Session.java"), "class Session {}");
        ready(PromptSupport.NONE);
        rig.accepted(prompt("Explain @src/Session.java", new Attachment.ProjectFile("src/Session.java")));

        assertThat(agent().prompts.get(0).get(1))
                .isEqualTo(new PromptPart.Link(
                        file.toRealPath().resolve("Session.java").toUri().toString(), "src/Session.java", null, 16));
    }

    @Test
    void aPathThatLeadsOutOfTheDirectoryIsRefusedAlsoByALink() throws Exception {
        Path outside = Files.createTempFile("outside", ".txt");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside);
        Files.createSymbolicLink(folder.resolve("up"), folder.getParent());
        ready(ALL);
        try {
            for (String path : List.of(
                    "../x", "/etc/passwd", "link.txt", "up/x", "up", "a/../../x", "", " ", "no\0good", "missing.txt")) {
                assertThat(rig.refused(prompt("Read", new Attachment.ProjectFile(path)))
                                .code())
                        .as(path)
                        .isEqualTo(ErrorCode.BAD_REQUEST);
            }
            assertThat(agent().prompts).isEmpty();
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void anAttachmentThatTheHostDoesNotHaveAsToldIsRefused() throws Exception {
        ready(ALL);
        Attachment.Blob picture = kept("a.png", "image/png", PICTURE);
        List<Attachment> bad = List.of(
                new Attachment.Blob(new BlobId("b" + "0".repeat(64)), "a.png", "image/png", 4, null),
                new Attachment.Blob(new BlobId("../journal.jsonl"), "a.png", "image/png", 4, null),
                new Attachment.Blob(picture.blobId(), "a.png", "image/png", 5, null),
                new Attachment.Blob(picture.blobId(), "a\nb.png", "image/png", 4, null),
                new Attachment.Blob(picture.blobId(), "", "image/png", 4, null),
                new Attachment.Blob(picture.blobId(), "a.png", "image/png", 4, new BlobId("b" + "1".repeat(64))),
                new Attachment.Other("hologram"));
        for (Attachment attachment : bad) {
            assertThat(rig.refused(prompt("Look", attachment)).code())
                    .as(attachment.toString())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        Attachment[] tooMany = new Attachment[PromptAssembler.MAX_BLOBS + 1];
        Arrays.fill(tooMany, picture);
        assertThat(rig.refused(prompt("Look", tooMany)).text()).contains("At most 8 attachments");
    }

    @Test
    void anEditLeavesTheAttachmentsOfAQueuedPromptAndARestartKeepsThem() throws Exception {
        ready(ALL);
        rig.accepted(prompt("one"));
        Attachment.Blob picture = kept("a.png", "image/png", PICTURE);
        rig.accepted(prompt("two", picture));
        rig.accepted(new Intent.EditQueued(rig.sessionId(), queued(0), 1, ""));
        rig.reload();

        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("");
        assertThat(state().queue().get(0).attachments()).containsExactly(picture);
    }

    @Test
    void sendNowBringsAPromptToTheFrontCancelsTheTurnAndDropsNothing() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        rig.accepted(prompt("three"));
        rig.accepted(new Intent.SendQueued(rig.sessionId(), queued(1)));
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("three", "two");
        emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));

        assertThat(agent().commands).containsExactly("start", "prompt one", "cancel", "prompt three", "prompt two");
        assertThat(state().queue()).isEmpty();
    }

    @Test
    void sendNowThatComesWhenTheTurnHasJustEndedHitsNoOtherTurn() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        long two = queued(0);
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        IntentResult.Refused late = rig.refused(new Intent.SendQueued(rig.sessionId(), two));

        assertThat(late.code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(agent().commands).containsExactly("start", "prompt one", "prompt two");
    }

    @Test
    void aRepeatedSendNowCancelsOnce() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        Intent now = new Intent.SendQueued(rig.sessionId(), queued(0));
        rig.submitAs("r9", Scope.STEER, now);
        rig.run();
        emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));
        rig.submitAs("r9", Scope.STEER, now);
        rig.run();

        assertThat(agent().commands).containsExactly("start", "prompt one", "cancel", "prompt two");
        assertThat(rig.results().get(rig.results().size() - 1)).isInstanceOf(IntentResult.Accepted.class);
    }

    @Test
    void sendNowWakesASessionWhoseAgentIsGone() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        emit(new AgentEvent.Exited(3, false, "It crashed."));
        rig.accepted(new Intent.SendQueued(rig.sessionId(), queued(0)));
        ready(ALL);

        assertThat(agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void aLoginThatIsNeededInATurnHoldsTheQueueUntilTheAgentIsBack() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        FakeAgent first = agent();
        emit(new AgentEvent.TurnDone(
                StopReason.FAILED, HostText.untranslated("Authentication required"), true, TokenCount.NONE));
        rig.submit(prompt("three"));
        emit(new AgentEvent.LoginNeeded("fake login", "Log in first."));

        assertThat(first.commands).containsExactly("start", "prompt one", "close");
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("two", "three");
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.FAILED);
    }

    @Test
    void afterALoginIsAskedForTheSessionSaysSoAndTheQueueIsKept() {
        ready(ALL);
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        emit(
                new AgentEvent.TurnDone(
                        StopReason.FAILED, HostText.untranslated("Authentication required"), true, TokenCount.NONE),
                new AgentEvent.LoginNeeded("fake login", "Log in first."));
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        ready(ALL);

        assertThat(agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void aWishThatOnlyTheAgentCanFulfilIsOnDiskBeforeTheAgentHearsOfItAndIsNotPassedOnTwice() throws Exception {
        ready(ALL);
        rig.holdDisk();
        rig.submitAs("r1", Scope.STEER, new Intent.SetOption(rig.sessionId(), "effort", "high"));
        rig.run();
        assertThat(agent().commands).containsExactly("start");
        rig.releaseDisk();
        rig.run();
        assertThat(agent().commands).hasSize(2);
        assertThat(rig.results()).hasSize(1);

        rig.reload();
        rig.submitAs("r1", Scope.STEER, new Intent.SetOption(rig.sessionId(), "effort", "high"));
        rig.run();
        assertThat(rig.results()).as("the outcome of before").hasSize(2);
        assertThat(rig.results().get(1)).isEqualTo(rig.results().get(0));
    }

    @Test
    void theChangeOfAnOptionNamesWhoWantedIt() {
        ready(ALL);
        rig.accepted(new Intent.SetOption(rig.sessionId(), "effort", "high"));
        emit(new AgentEvent.OptionsChanged(List.of()));

        assertThat(rig.causeOfLast()).isNotNull();
        emit(new AgentEvent.OptionsChanged(List.of(new AgentOption("web", "Web", "", "", List.of(), "true"))));
        assertThat(rig.causeOfLast()).as("the agent's own change").isNull();
    }
}
