package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Writes a data folder with many idle sessions: turns of a prompt, a tool call with two thousand characters of output
 * and an answer in forty chunks. A journal does not contain its session's id, so one is written by the product's class
 * and the others are copies of its file. Has no state; one thread.
 */
final class JournalSeeds {
    private static final String OUTPUT = "src/main/java/Example.java: one more line of what a tool prints\n".repeat(31);
    private static final String CHUNK = "some words of the answer, ";
    private static final int CHUNKS = 40;

    private JournalSeeds() {}

    /** @param bytes of all journals together, about */
    static void write(Path data, int sessions, long bytes) throws IOException {
        DataFolder.Taking taking = DataFolder.take(data);
        try (DataFolder folder = ((DataFolder.Taking.Taken) taking).folder()) {
            // Outside the sessions' folder, so that it is not a session itself.
            Path seed = folder.file("seed.jsonl");
            writeOne(seed, bytes / sessions);
            for (int i = 0; i < sessions; i++) {
                Path journal = folder.journal(new SessionId("s" + (100_000 + i)));
                Files.createDirectories(journal.getParent());
                Files.copy(seed, journal);
            }
            Files.delete(seed);
        }
    }

    /** Returns the seq of the newest update. */
    private static long writeOne(Path path, long bytes) throws IOException {
        try (SessionJournal journal =
                SessionJournal.open(JournalFileSystem.REAL, path, update -> {}).journal()) {
            append(
                    journal,
                    new SessionUpdate.SessionCreated(
                            new AgentId("demo"), "Demo", "/srv/work", "work", SessionUpdate.StartWish.NONE));
            append(journal, new SessionUpdate.AgentStarting());
            append(
                    journal,
                    new SessionUpdate.AgentStarted("Demo", "1.0", "demo-1", ContextRestore.NEW, PromptSupport.NONE));
            while (Files.size(path) < bytes) {
                turn(journal);
            }
            append(journal, new SessionUpdate.AgentExited(0, true, "The host was stopped."));
            return journal.head();
        }
    }

    private static void turn(SessionJournal journal) throws IOException {
        long message = journal.head() + 1;
        append(journal, new SessionUpdate.UserMessage(new ItemId(message), "Do the next thing", List.of()));
        append(journal, new SessionUpdate.TurnStarted());
        TurnId turn = new TurnId(journal.head());
        ToolCall call = new ToolCall(
                "call-" + message,
                "Look at the sources",
                ToolKind.READ,
                ToolStatus.COMPLETED,
                List.of(),
                List.of(new ToolContent.Text(OUTPUT)),
                null,
                null,
                message,
                message);
        append(journal, new SessionUpdate.ToolCallStarted(new ItemId(journal.head() + 1), call));
        ItemId answer = new ItemId(journal.head() + 1);
        for (int i = 0; i < CHUNKS; i++) {
            append(journal, new SessionUpdate.AgentMessageChunk(answer, CHUNK));
        }
        append(
                journal,
                new SessionUpdate.TurnEnded(
                        new ItemId(journal.head() + 1), turn, StopReason.END_TURN, "", 12_000, TokenCount.NONE));
    }

    /** Appends one update as its session would. */
    static void append(SessionJournal journal, SessionUpdate update) throws IOException {
        long seq = journal.head() + 1;
        Instant at = Instant.ofEpochMilli(1_790_000_000_000L + seq * 100);
        journal.append(List.of(new JournaledUpdate(seq, at, null, update)));
    }
}
