package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watching one session, each time on a new host. */
@Timeout(180)
class WatchCommandIT extends FreshHostCommands {

    @Test
    void watchingGoesOnOverARestartOfTheHost() throws Exception {
        pair();
        String session = newSession("hello");
        line("ctl", "watch", session, "--until", "pendingAsked");
        int port = host.port();
        CompletableFuture<Line> watching =
                CompletableFuture.supplyAsync(() -> line("ctl", "watch", session, "--until", "sessionClosed"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> json("devices")
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get("connected")
                        .getAsBoolean());
        host.close();
        host = start(port, true);
        json("ctl", "close", session);
        Line watched = watching.join();
        assertThat(watched.code()).isZero();
        assertThat(watched.err()).contains("The link is lost").contains("The link is back");
        assertThat(objects(watched))
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L);
    }

    /** Writes the journal of a session with so many turns, about 24,000 characters each, and a note at its end. */
    private void longJournal(Path journal, int turns) throws IOException {
        Files.createDirectories(journal.getParent());
        List<SessionUpdate> updates = new ArrayList<>();
        updates.add(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", work, "long", SessionUpdate.StartWish.NONE));
        for (int turn = 1; turn <= turns; turn++) {
            updates.add(new SessionUpdate.UserMessage(new ItemId(updates.size() + 1), "prompt " + turn));
            TurnId turnId = new TurnId(updates.size() + 1);
            updates.add(new SessionUpdate.TurnStarted());
            for (int thought = 0; thought < 6; thought++) {
                updates.add(new SessionUpdate.ThoughtChunk(new ItemId(updates.size() + 1), "word ".repeat(800)));
            }
            updates.add(new SessionUpdate.TurnEnded(
                    new ItemId(updates.size() + 1), turnId, StopReason.END_TURN, "", 1_000, TokenCount.NONE));
        }
        updates.add(new SessionUpdate.Note(new ItemId(updates.size() + 1), NoteLevel.INFO, "end", "the end"));
        try (SessionJournal writing = SessionJournal.open(JournalFileSystem.REAL, journal, update -> {})
                .journal()) {
            for (int i = 0; i < updates.size(); i++) {
                writing.append(List.of(new JournaledUpdate(i + 1, Instant.ofEpochSecond(i), null, updates.get(i))));
            }
            writing.sync();
        }
    }

    @Test
    void aSessionThatIsTooLongForSingleUpdatesIsPrintedWholeFromItsBeginning() throws Exception {
        pair();
        int port = host.port();
        host.close();
        longJournal(Path.of(data, "sessions", "slong", "journal.jsonl"), 80);
        host = start(port, true);

        Line watched = line("ctl", "watch", "slong", "--after", "0", "--until", "note");

        assertThat(watched.code()).isZero();
        assertThat(watched.err()).contains("are printed as the items");
        List<JsonObject> printed = objects(watched);
        assertThat(printed)
                .filteredOn(update -> kind(update).equals("userMessage"))
                .extracting(update -> update.get("text").getAsString())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 80)
                        .mapToObj(n -> "prompt " + n)
                        .toList());
        assertThat(printed).filteredOn(update -> kind(update).equals("thought")).hasSize(80 * 6);
        assertThat(printed)
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
