package dev.pilothouse.desktop.phone;

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
import dev.pilothouse.model.TurnId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a long conversation with the demo agent into the data folder of a stopped host. Has no state; one thread. */
final class LongSession {
    static final SessionId ID = new SessionId("s100000");

    private LongSession() {}

    static String question(int turn) {
        return "Question " + turn;
    }

    static String answer(int turn) {
        return "Answer " + turn + " is one of many.";
    }

    static void write(Path data, String name, int turns) throws IOException {
        DataFolder.Taking taking = DataFolder.take(data);
        try (DataFolder folder = ((DataFolder.Taking.Taken) taking).folder()) {
            Path file = folder.journal(ID);
            Files.createDirectories(file.getParent());
            try (SessionJournal journal = SessionJournal.open(JournalFileSystem.REAL, file, update -> {})
                    .journal()) {
                List<SessionUpdate> all = new ArrayList<>();
                all.add(new SessionUpdate.SessionCreated(
                        new AgentId("demo"),
                        "Demo",
                        folder.journal(ID).getParent().toString(),
                        name,
                        SessionUpdate.StartWish.NONE));
                all.add(new SessionUpdate.AgentStarting());
                all.add(new SessionUpdate.AgentStarted(
                        "Demo", "1.0", "demo-1", ContextRestore.NEW, PromptSupport.NONE));
                for (int turn = 1; turn <= turns; turn++) {
                    all.add(new SessionUpdate.UserMessage(new ItemId(all.size() + 1), question(turn), List.of()));
                    all.add(new SessionUpdate.TurnStarted());
                    TurnId started = new TurnId(all.size());
                    all.add(new SessionUpdate.AgentMessageChunk(new ItemId(all.size() + 1), answer(turn)));
                    all.add(new SessionUpdate.TurnEnded(
                            new ItemId(all.size() + 1), started, StopReason.END_TURN, "", 12_000, TokenCount.NONE));
                }
                all.add(new SessionUpdate.AgentExited(0, true, "The host was stopped."));
                List<JournaledUpdate> journaled = new ArrayList<>();
                for (SessionUpdate update : all) {
                    long seq = journaled.size() + 1;
                    journaled.add(new JournaledUpdate(
                            seq, Instant.ofEpochMilli(1_790_000_000_000L + seq * 100), null, update));
                }
                journal.append(journaled);
            }
        }
    }
}
