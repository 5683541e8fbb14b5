package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTextTest {

    private static final SessionId SESSION = new SessionId("s1");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false);
    private final List<JournaledUpdate> updates = new ArrayList<>();

    private JournaledUpdate add(SessionUpdate update) {
        JournaledUpdate journaled =
                new JournaledUpdate(updates.size() + 1L, Instant.ofEpochSecond(1_000 + updates.size()), null, update);
        updates.add(journaled);
        return journaled;
    }

    @Test
    void whatACrashedAgentSaidIsPrintedOnce() {
        String words = "The agent exited with code 3. Its last words: out of cheese";
        add(new SessionUpdate.TurnStarted());
        add(new SessionUpdate.TurnEnded(
                new ItemId(2), new TurnId(1), StopReason.INTERRUPTED, words, 1_500, TokenCount.NONE));
        add(new SessionUpdate.AgentExited(3, false, words));
        add(new SessionUpdate.TurnStarted());
        add(new SessionUpdate.AgentExited(3, false, words));
        TextUpdatePrinter printer = new TextUpdatePrinter(terminal, SESSION);
        updates.forEach(printer::print);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "- turn",
                        "- turn ended: interrupted, " + words + " (1.5 s)",
                        "! the agent has ended (exit code 3)",
                        "- turn",
                        "! " + words);
    }

    @Test
    void aStreamedSummaryIsPrintedOnceWhenItIsWhole() {
        ItemId item = new ItemId(1);
        add(new SessionUpdate.Note(item, NoteLevel.INFO, "compacting", "Compacting."));
        add(new SessionUpdate.Note(item, NoteLevel.INFO, "compacting", "Compacting.", "one"));
        add(new SessionUpdate.Note(item, NoteLevel.INFO, "compacting", "Compacting.", "one two"));
        add(new SessionUpdate.Note(item, NoteLevel.INFO, "compacted", "Compacted.", "one two three"));
        TextUpdatePrinter printer = new TextUpdatePrinter(terminal, SESSION);
        updates.forEach(printer::print);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("- Compacting.", "- Compacted.", "  | one two three");
    }

    private void turn() {
        add(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/work", "work", SessionUpdate.StartWish.NONE));
        add(new SessionUpdate.UserMessage(new ItemId(2), "hello"));
        add(new SessionUpdate.TurnStarted());
        add(new SessionUpdate.AgentMessageChunk(new ItemId(4), "one "));
        add(new SessionUpdate.AgentMessageChunk(new ItemId(4), "two"));
        add(new SessionUpdate.PendingAsked(
                new ItemId(6),
                new Pending(
                        new PendingId("p6"),
                        PendingKind.PERMISSION,
                        "May I?",
                        "",
                        null,
                        List.of(new PendingOption("y", "Yes", PendingOption.Kind.ALLOW_ONCE)),
                        List.of())));
        add(new SessionUpdate.PendingAnswered(
                new ItemId(6),
                new PendingId("p6"),
                new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "y", "Yes", "phone")));
        add(new SessionUpdate.TurnEnded(new ItemId(8), new TurnId(3), StopReason.END_TURN, "", 1_500, TokenCount.NONE));
    }

    @Test
    void forAPersonTextFlowsAndEverythingElseIsALine() {
        turn();
        TextUpdatePrinter printer = new TextUpdatePrinter(terminal, SESSION);
        updates.forEach(printer::print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "- session s1: Demo in /work",
                        "> hello",
                        "- turn",
                        "one two",
                        "? May I?",
                        "    y  Yes (allow_once)",
                        "    pilothouse ctl answer s1 p6 OPTION",
                        "- answered by phone: Yes",
                        "- turn ended: end_turn (1.5 s)");
    }

    @Test
    void filesAndSummariesOfTheAgentAreLines() {
        add(new SessionUpdate.AgentMessageChunk(
                new ItemId(1),
                "Here:",
                List.of(new Attachment.Blob(new BlobId("b1"), "plot.png", "image/png", 900, null))));
        add(new SessionUpdate.Note(new ItemId(2), NoteLevel.INFO, "compacted", "Compacted.", "- one\n- two"));
        add(new SessionUpdate.Note(new ItemId(3), NoteLevel.WARNING, "slow", "Slow."));
        TextUpdatePrinter printer = new TextUpdatePrinter(terminal, SESSION);
        updates.forEach(printer::print);
        SessionState state = SessionReducer.applyAll(SessionState.empty(SESSION), updates);
        ItemUpdates.of(state, 0).forEach(printer::print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Here:",
                        "< plot.png (image/png, 900 bytes)",
                        "- Compacted.",
                        "  | - one",
                        "  | - two",
                        "! Slow.",
                        "Here:",
                        "< plot.png (image/png, 900 bytes)",
                        "- Compacted.",
                        "  | - one",
                        "  | - two",
                        "! Slow.");
    }

    @Test
    void forAScriptEachUpdateIsOneObjectThatNamesItsSession() throws Exception {
        turn();
        JsonUpdatePrinter printer = new JsonUpdatePrinter(terminal, SESSION);
        updates.forEach(printer::print);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(8);
        JsonObject chunk = StrictJson.parseObject(lines.get(3));
        assertThat(chunk.get("sessionId").getAsString()).isEqualTo("s1");
        assertThat(chunk.get("seq").getAsLong()).isEqualTo(4);
        assertThat(chunk.get("kind").getAsString()).isEqualTo("message");
        assertThat(chunk.get("text").getAsString()).isEqualTo("one ");
    }

    @Test
    void whatIsOnlyThereAsItemsIsToldAsTheUpdatesThatWouldHaveMadeThem() {
        turn();
        SessionState state = SessionReducer.applyAll(SessionState.empty(SESSION), updates);
        List<JournaledUpdate> told = ItemUpdates.of(state, 0);
        assertThat(told).extracting(JournaledUpdate::seq).containsExactly(2L, 5L, 6L, 7L, 8L);
        assertThat(told.get(1).update()).isEqualTo(new SessionUpdate.AgentMessageChunk(new ItemId(4), "one two"));
        assertThat(told.get(4).update()).isEqualTo(updates.get(7).update());
        assertThat(ItemUpdates.of(state, 6)).extracting(JournaledUpdate::seq).containsExactly(7L, 8L);
    }

    @Test
    void anItemThatIsNewerThanTheStateIsToldAsOfItsBirthSinceWhatTouchedItFollows() {
        turn();
        SessionState older = SessionReducer.applyAll(SessionState.empty(SESSION), updates.subList(0, 6));
        SessionState newer = SessionReducer.applyAll(SessionState.empty(SESSION), updates.subList(0, 7));

        List<JournaledUpdate> told = ItemUpdates.of(older.withTranscript(newer.transcript()), 0);

        assertThat(told).extracting(JournaledUpdate::seq).containsExactly(2L, 5L, 6L);
        assertThat(told.get(2).update()).isInstanceOf(SessionUpdate.PendingAsked.class);
    }
}
