package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentEvent.CompactionStatus;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.WhenBusy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's content other than text: pictures, sounds, files, and compactions of its context. */
class AgentContentTest {
    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void begin() {
        rig = SessionRig.on(folder);
        rig.create(null);
        ready();
        rig.accepted(new Intent.Prompt(rig.sessionId(), "go", WhenBusy.QUEUE));
    }

    private void ready() {
        emit(new AgentEvent.Ready("Fake agent", "1.0", "fake-session", ContextRestore.NEW));
    }

    private void emit(AgentEvent... events) {
        rig.agent().emit(events);
        rig.run();
    }

    private static AgentEvent text(String text) {
        return new AgentEvent.MessageChunk("m", text);
    }

    private static AgentEvent picture(String name, String content) {
        return media(false, name, content);
    }

    private static AgentEvent media(boolean byPerson, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new AgentEvent.Media(
                "m",
                byPerson,
                name,
                "image/png",
                bytes.length,
                Base64.getEncoder().encodeToString(bytes));
    }

    private <T extends Item> List<T> items(Class<T> kind) {
        return rig.state().transcript().items().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private Item.NoteItem note() {
        List<Item.NoteItem> notes = items(Item.NoteItem.class);
        assertThat(notes).hasSize(1);
        return notes.get(0);
    }

    @Test
    void aPictureIsABlobOfTheSessionThatFollowsTheWordsBeforeIt() throws Exception {
        emit(
                text("Here "),
                text("it is:"),
                picture("a.png", "one"),
                picture("b.png", "two"),
                text("And "),
                text("done."));

        List<Item.MessageItem> messages = items(Item.MessageItem.class);
        assertThat(messages)
                .extracting(message -> message.text().toString())
                .containsExactly("Here it is:", "And done.");
        assertThat(messages.get(0).attachments()).extracting(Attachment::name).containsExactly("a.png", "b.png");
        assertThat(messages.get(1).attachments()).isEmpty();
        Attachment.Blob first = (Attachment.Blob) messages.get(0).attachments().get(0);
        assertThat(first.bytes()).isEqualTo(3);
        assertThat(rig.session().blobs().bytes(first.blobId()))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("one"));

        rig.reload();
        assertThat(items(Item.MessageItem.class)).isEqualTo(messages);
    }

    @Test
    void aNameOrASummaryCannotSteerWhatShowsIt() {
        emit(picture("a\u001b[31m\n\u202egnp.exe", "one"));
        emit(new AgentEvent.Compaction("c", CompactionStatus.FAILED, "x\u001b]0;y\u0007", false, "\u202eno"));

        assertThat(items(Item.MessageItem.class).get(0).attachments().get(0).name())
                .doesNotContain("\u001b", "\n", "\u202e")
                .contains("gnp.exe");
        assertThat(note().detail()).doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void aMessageHasSoManyFilesAndTheNextBeginsAnother() {
        for (int i = 0; i <= TranscriptWriter.MAX_ATTACHED; i++) {
            emit(picture(i + ".png", "" + i));
        }
        assertThat(items(Item.MessageItem.class))
                .extracting(message -> message.attachments().size())
                .containsExactly(TranscriptWriter.MAX_ATTACHED, 1);
    }

    @Test
    void aFileOfTheLargestSizeIsKeptAndAnEmptyOneIsSaidToBeEmpty() {
        emit(picture("largest.png", "x".repeat(AgentEvent.Media.MAX_BYTES)), picture("empty.png", ""));

        assertThat(items(Item.MessageItem.class).get(0).attachments())
                .extracting(Attachment::name)
                .containsExactly("largest.png");
        assertThat(note().text()).isEqualTo("The agent sent the file “empty.png”, which was not kept: it is empty.");
    }

    @Test
    void whatIsTooLargeOrNoBase64IsNotKeptAndTheSessionSaysSoOnce() {
        emit(
                new AgentEvent.Media("m", false, "film.mp4", "video/mp4", 9_000_000, ""),
                new AgentEvent.Media("m", false, "odd.png", "image/png", 3, "A"),
                text("Go on."));

        assertThat(note().level()).isEqualTo(NoteLevel.WARNING);
        assertThat(note().text())
                .isEqualTo("The agent sent the file “film.mp4”, which was not kept: it is larger than 5 MB.");
        assertThat(items(Item.MessageItem.class))
                .singleElement()
                .satisfies(message -> assertThat(message.attachments()).isEmpty());
    }

    @Test
    void aSessionKeepsSoManyFilesAlsoOverARestartAndTheSameOneCostsNothing() throws Exception {
        Path shown = Files.createDirectories(folder.resolve("blobs").resolve("shown"));
        for (int i = 1; i < AgentMediaStore.MAX_FILES; i++) {
            Files.writeString(shown.resolve("b" + i), "x");
        }
        emit(picture("a.png", "one"), picture("again.png", "one"), picture("b.png", "two"));

        assertThat(items(Item.MessageItem.class).get(0).attachments()).hasSize(2);
        assertThat(note().text()).contains("“b.png”", "at most 200 files and 64 MB");
    }

    @Test
    void aDiskThatTakesNoFileLeavesTheSessionGoingOn() throws Exception {
        Files.createDirectories(folder.resolve("blobs"));
        Files.writeString(folder.resolve("blobs").resolve("shown"), "no folder");
        emit(picture("a.png", "one"), text("Go on."));

        assertThat(note().text()).contains("the host’s disk did not take it");
        assertThat(rig.chunks()).containsExactly("Go on.");
    }

    @Test
    void aPictureOfThePersonIsTakenFromAPastThatTheHostDoesNotHaveAndNotTwice() throws Exception {
        emit(media(true, "mine.png", "one"));
        assertThat(items(Item.UserItem.class)).hasSize(1);
        assertThat(items(Item.MessageItem.class)).isEmpty();

        rig = SessionRig.on(Files.createDirectory(folder.resolve("other")));
        rig.createAs(new Intent.CreateSession(FakeAgents.ID, folder.toString(), null, null, null, "past"));
        emit(new AgentEvent.Replayed(new AgentEvent.UserChunk("u", "See this")));
        emit(new AgentEvent.Replayed(media(true, "mine.png", "one")));
        emit(new AgentEvent.Replayed(media(false, "yours.png", "two")));
        assertThat(items(Item.UserItem.class).get(1).attachments())
                .extracting(Attachment::name)
                .containsExactly("mine.png");
        assertThat(items(Item.MessageItem.class).get(0).attachments())
                .extracting(Attachment::name)
                .containsExactly("yours.png");
    }

    @Test
    void aCompactionIsOneRemarkThatIsReplaced() {
        emit(new AgentEvent.Compaction("c", CompactionStatus.IN_PROGRESS, null, false, null));
        assertThat(note().code()).isEqualTo("compacting");
        long born = note().id().createdSeq();
        emit(text("Meanwhile."));
        emit(new AgentEvent.Compaction("c", CompactionStatus.COMPLETED, "# Kept", false, null));

        assertThat(note().id().createdSeq()).isEqualTo(born);
        assertThat(note().code()).isEqualTo("compacted");
        assertThat(note().level()).isEqualTo(NoteLevel.INFO);
        assertThat(note().detail()).isEqualTo("# Kept");

        emit(new AgentEvent.Compaction("c", CompactionStatus.FAILED, null, false, "No room."));
        assertThat(note().level()).isEqualTo(NoteLevel.WARNING);
        assertThat(note().detail()).isEqualTo("No room.\n\n# Kept");
        emit(new AgentEvent.Compaction("c", CompactionStatus.FAILED, "", false, ""));
        assertThat(note().detail()).isEmpty();
    }

    @Test
    void aStreamedSummaryIsWholeAtItsEndAndCostsTheJournalFewTimesItsLength() {
        int chunks = 2_000;
        for (int i = 0; i < chunks; i++) {
            emit(new AgentEvent.Compaction("c", null, "ten chars ", true, null));
        }
        emit(new AgentEvent.Compaction("c", CompactionStatus.COMPLETED, null, false, null));

        assertThat(note().detail()).isEqualTo("ten chars ".repeat(chunks));
        assertThat(rig.updates().stream()
                        .filter(update -> update.update() instanceof SessionUpdate.Note)
                        .mapToLong(update ->
                                ((SessionUpdate.Note) update.update()).detail().length())
                        .sum())
                .isLessThan(3L * 10 * chunks);

        emit(new AgentEvent.Compaction("c", CompactionStatus.COMPLETED, "x".repeat(1_000_000), false, null));
        assertThat(note().detail()).hasSize(TranscriptWriter.MAX_SUMMARY);
    }

    @Test
    void aCompactionThatIsRepeatedWithoutAChangeIsNotJournaledAgain() {
        AgentEvent done = new AgentEvent.Compaction("c", CompactionStatus.COMPLETED, "Kept", false, null);
        emit(done);
        long before = rig.state().seq();
        emit(done);
        assertThat(rig.state().seq()).isEqualTo(before);
    }

    @Test
    void aCompactionThatAnAgentLeftOpenIsCancelledWithItsEnd() {
        emit(new AgentEvent.Compaction("c", CompactionStatus.IN_PROGRESS, "So far", false, null));
        emit(new AgentEvent.Exited(0, true, "gone"));
        assertThat(note().code()).isEqualTo("compactionCancelled");
        assertThat(note().detail()).isEqualTo("So far");
    }

    @Test
    void aCompactionThatTheEndOfTheHostLeftOpenIsCancelledAtItsStart() {
        emit(new AgentEvent.Compaction("c", CompactionStatus.IN_PROGRESS, null, false, null));
        rig.reload();
        assertThat(note().code()).isEqualTo("compactionCancelled");
    }
}
