package dev.pilothouse.desktop.bench;

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
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.List;

/**
 * Builds a session of any number of updates from typical turns: a prompt, a thought, prose in chunks with lists and
 * code, a file that is read, an edit with its diff and a command with its output. Deterministic. Confined to one call.
 */
final class LongSession {
    private static final String[] WORDS =
            ("the pool is checked and filled in two steps so a second thread may pass the "
                            + "check before the first has added and then both hold a session that neither should have got")
                    .split(" ");

    private SessionState state = SessionState.empty(new SessionId("long"));
    private int word;

    private LongSession() {}

    /** @return a session whose seq is {@code updates} */
    static SessionState of(int updates) {
        LongSession making = new LongSession();
        making.start();
        while (making.state.seq() < updates) {
            making.turn(updates);
        }
        return making.state;
    }

    private void apply(SessionUpdate update) {
        long seq = state.seq() + 1;
        state = SessionReducer.apply(state, new JournaledUpdate(seq, Instant.ofEpochSecond(seq), null, update));
    }

    private ItemId next() {
        return new ItemId(state.seq() + 1);
    }

    private void start() {
        apply(new SessionUpdate.SessionCreated(
                new AgentId("bench"), "Bench", "/work", "a long session", SessionUpdate.StartWish.NONE));
        apply(new SessionUpdate.AgentStarted("Bench", "1", "x", ContextRestore.NEW, PromptSupport.NONE));
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[word++ % WORDS.length]).append(word % 11 == 0 ? ", " : " ");
        }
        return text.toString();
    }

    private void turn(int limit) {
        apply(new SessionUpdate.UserMessage(next(), "Look at part " + state.seq() + ": " + words(14)));
        long turn = state.seq() + 1;
        apply(new SessionUpdate.TurnStarted());
        ItemId thought = next();
        for (int i = 0; i < 3 && state.seq() < limit; i++) {
            apply(new SessionUpdate.ThoughtChunk(thought, words(6)));
        }
        ItemId message = next();
        for (int i = 0; i < 18 && state.seq() < limit; i++) {
            apply(new SessionUpdate.AgentMessageChunk(message, chunk(i)));
        }
        tool("Read src/Pool" + turn + ".java", ToolKind.READ, List.of(), limit);
        tool(
                "Edit src/Pool" + turn + ".java",
                ToolKind.EDIT,
                List.of(new ToolContent.Diff(
                        "src/Pool.java", "a\nb\nc\n" + turn + "\nd\n", "a\nb\nc\nchanged\nd\ne\n")),
                limit);
        tool(
                "mvn test",
                ToolKind.EXECUTE,
                List.of(new ToolContent.Terminal(words(60).replace(", ", "\n"))),
                limit);
        ItemId end = next();
        for (int i = 0; i < 4 && state.seq() < limit; i++) {
            apply(new SessionUpdate.AgentMessageChunk(end, words(5)));
        }
        apply(new SessionUpdate.TurnEnded(next(), new TurnId(turn), StopReason.END_TURN, "", 4_000, TokenCount.NONE));
    }

    private String chunk(int i) {
        return switch (i) {
            case 5 -> "\n\n- `first` " + words(4) + "\n- **second** " + words(5) + "\n\n";
            case 9 -> "\n\n```java\nsynchronized (lock) {\n    pool.add(session);\n}\n```\n\n";
            case 14 -> "\n\n## " + words(3) + "\n\n";
            default -> words(6);
        };
    }

    private void tool(String title, ToolKind kind, List<ToolContent> content, int limit) {
        if (state.seq() + 2 > limit) {
            return;
        }
        ItemId item = next();
        apply(new SessionUpdate.ToolCallStarted(
                item,
                new ToolCall(
                        "t" + item,
                        title,
                        kind,
                        ToolStatus.IN_PROGRESS,
                        List.of(new ToolLocation("src/Pool.java", 12)),
                        content,
                        null,
                        null,
                        state.seq() * 1_000,
                        0)));
        apply(new SessionUpdate.ToolCallChanged(
                item, ToolCallPatch.ofStatus(ToolStatus.COMPLETED, state.seq() * 1_000 + 300)));
    }
}
