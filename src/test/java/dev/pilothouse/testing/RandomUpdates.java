package dev.pilothouse.testing;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A random session: plausible updates with ascending seq, covering every kind. Turns begin and end, chunks grow
 * messages, tool calls change, questions are asked and answered; in between the agent exits and starts again. The same
 * random numbers make the same session. Confined to one thread.
 */
public final class RandomUpdates {
    private final Random random;
    private final RandomParts parts;
    private final List<ItemId> tools = new ArrayList<>();
    private final List<Pending> open = new ArrayList<>();
    private final List<ItemId> openItems = new ArrayList<>();
    private long seq;
    private long clock = 1_700_000_000_000L;
    private TurnId turn;
    private ItemId message;
    private ItemId thought;

    public RandomUpdates(Random random) {
        this.random = random;
        this.parts = new RandomParts(random);
    }

    /** The next {@code count} updates. */
    public List<JournaledUpdate> script(int count) {
        List<JournaledUpdate> script = new ArrayList<>();
        while (script.size() < count) {
            script.add(next());
        }
        return script;
    }

    /** The next update; its seq is one more than the previous one. */
    public JournaledUpdate next() {
        seq++;
        clock += random.nextInt(5_000);
        boolean caused = random.nextInt(4) == 0;
        return new JournaledUpdate(seq, Instant.ofEpochMilli(clock), caused ? cause() : null, update());
    }

    private SessionUpdate update() {
        if (seq == 1) {
            return new SessionUpdate.SessionCreated(
                    new AgentId("demo"), "Demo", "/home/me/work", "A session", SessionUpdate.StartWish.NONE);
        }
        if (seq == 2) {
            return new SessionUpdate.AgentStarting();
        }
        if (seq == 3) {
            return started();
        }
        if (turn == null) {
            return random.nextInt(3) == 0 ? startTurn() : rest();
        }
        int choice = random.nextInt(100);
        if (choice < 45) {
            return chunk();
        } else if (choice < 60) {
            return tool();
        } else if (choice < 72) {
            return question();
        } else if (choice < 80) {
            return endTurn();
        }
        return rest();
    }

    private SessionUpdate startTurn() {
        if (random.nextBoolean()) {
            return new SessionUpdate.UserMessage(
                    new ItemId(seq), RandomText.of(random, 12), parts.some(3, this::attachment));
        }
        turn = new TurnId(seq);
        return new SessionUpdate.TurnStarted();
    }

    private SessionUpdate endTurn() {
        TurnId ended = turn;
        turn = null;
        message = null;
        thought = null;
        StopReason[] reasons = StopReason.values();
        return new SessionUpdate.TurnEnded(
                new ItemId(seq),
                ended,
                reasons[random.nextInt(reasons.length)],
                RandomText.of(random, 3),
                random.nextInt(90_000),
                new TokenCount(random.nextInt(3) * 1_000L, random.nextInt(2) * 70L),
                random.nextBoolean() ? "" : "20261129-154512042-0a1b2c3d");
    }

    private SessionUpdate chunk() {
        String text = RandomText.of(random, 6);
        if (random.nextInt(4) == 0) {
            thought = thought == null || random.nextInt(5) == 0 ? new ItemId(seq) : thought;
            return new SessionUpdate.ThoughtChunk(thought, text);
        }
        message = message == null || random.nextInt(8) == 0 ? new ItemId(seq) : message;
        return new SessionUpdate.AgentMessageChunk(
                message, text, random.nextInt(6) == 0 ? parts.some(2, this::attachment) : List.of());
    }

    private SessionUpdate tool() {
        if (tools.isEmpty() || random.nextInt(3) == 0) {
            message = null;
            tools.add(new ItemId(seq));
            return new SessionUpdate.ToolCallStarted(new ItemId(seq), parts.toolCall("t" + seq));
        }
        return new SessionUpdate.ToolCallChanged(tools.get(random.nextInt(tools.size())), parts.patch());
    }

    private SessionUpdate question() {
        if (open.isEmpty() || random.nextInt(3) == 0) {
            ItemId tool = tools.isEmpty() ? null : tools.get(tools.size() - 1);
            Pending pending = parts.pending(new PendingId("p" + seq), tool);
            open.add(pending);
            openItems.add(new ItemId(seq));
            return new SessionUpdate.PendingAsked(new ItemId(seq), pending);
        }
        int index = random.nextInt(open.size());
        return new SessionUpdate.PendingAnswered(
                openItems.remove(index), open.remove(index).pendingId(), answer());
    }

    private PendingAnswer answer() {
        PendingAnswer.Outcome[] outcomes = PendingAnswer.Outcome.values();
        PendingAnswer.Outcome outcome = outcomes[random.nextInt(outcomes.length)];
        boolean answered = outcome == PendingAnswer.Outcome.ANSWERED;
        return new PendingAnswer(
                outcome, answered ? "allow" : null, RandomText.of(random, 2), answered ? "Phone" : null);
    }

    private SessionUpdate started() {
        ContextRestore[] memories = ContextRestore.values();
        return new SessionUpdate.AgentStarted(
                RandomText.of(random, 2),
                "1.0",
                "a-" + seq,
                memories[random.nextInt(memories.length)],
                new PromptSupport(random.nextBoolean(), random.nextBoolean()));
    }

    private SessionUpdate rest() {
        List<Supplier<SessionUpdate>> kinds = List.of(
                () -> new SessionUpdate.AgentStarting(),
                this::started,
                () -> new SessionUpdate.AgentExited(random.nextBoolean() ? 1 : null, random.nextBoolean(), "It ended."),
                () -> new SessionUpdate.AgentExited(
                        1,
                        false,
                        HostText.of(HostTextCode.START_EXITED, RandomText.of(random, 2))
                                .above("cut")),
                () -> new SessionUpdate.LoginNeeded(RandomText.of(random, 2), "Log in first."),
                () -> new SessionUpdate.SessionClosed(),
                () -> new SessionUpdate.PlanChanged(parts.some(3, this::planEntry)),
                () -> new SessionUpdate.ModeChanged("ask", parts.some(3, () -> new AgentMode("m" + seq, "Mode", ""))),
                () -> new SessionUpdate.ModelChanged(
                        "m1", parts.some(3, () -> new AgentModel("m1", "Model", RandomText.of(random, 2)))),
                () -> new SessionUpdate.OptionsChanged(parts.some(2, this::option)),
                () -> new SessionUpdate.CommandsChanged(
                        parts.some(3, () -> new AgentCommand("plan", RandomText.of(random, 3), ""))),
                () -> new SessionUpdate.UsageChanged(usage()),
                () -> new SessionUpdate.Note(
                        new ItemId(seq),
                        NoteLevel.values()[random.nextInt(3)],
                        "memoryLost",
                        RandomText.of(random, 4),
                        random.nextBoolean() ? "" : RandomText.of(random, 3)),
                () -> new SessionUpdate.Note(
                        new ItemId(seq),
                        NoteLevel.WARNING,
                        "unasked",
                        HostText.of(
                                HostTextCode.DONE_WITHOUT_ASKING, RandomText.of(random, 3), RandomText.of(random, 1)),
                        ""),
                () -> new SessionUpdate.Renamed(RandomText.of(random, 3), random.nextBoolean()),
                () -> new SessionUpdate.QueueChanged(parts.some(
                        3,
                        () -> new QueuedPrompt(
                                seq,
                                random.nextInt(3),
                                RandomText.of(random, 5),
                                cause(),
                                parts.some(2, this::attachment),
                                random.nextBoolean() ? cause() : null))),
                () -> new SessionUpdate.PassedOn("setMode"),
                () -> new SessionUpdate.TurnSnapshot(new TurnId(seq), RandomText.of(random, 1)),
                () -> new SessionUpdate.Organised(
                        new Organisation(random.nextBoolean(), random.nextBoolean(), RandomText.of(random, 1))),
                () -> new SessionUpdate.ProfileApplied(new SessionProfile(
                        RandomText.of(random, 1),
                        RandomText.of(random, 1),
                        List.of(new SessionServer(
                                RandomText.of(random, 1),
                                ServerKind.STDIO,
                                random.nextBoolean(),
                                HostText.NONE,
                                random.nextBoolean())))),
                () -> new SessionUpdate.CommentChanged(comment()),
                () -> new SessionUpdate.CommentRemoved(commentId()),
                () -> new SessionUpdate.ReviewSent(
                        cause().requestId(),
                        parts.some(2, this::commentId),
                        random.nextBoolean() ? new TurnId(seq) : null),
                () -> new SessionUpdate.Unknown("new_kind", "{\"x\":" + seq + "}"));
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private CommentId commentId() {
        return new CommentId("c" + random.nextInt(4));
    }

    private ReviewComment comment() {
        int line = 1 + random.nextInt(90);
        return new ReviewComment(
                commentId(),
                new CommentAnchor(
                        RandomText.of(random, 2),
                        random.nextBoolean(),
                        line,
                        line + random.nextInt(3),
                        CommentAnchor.quote(parts.some(3, () -> RandomText.of(random, 3))),
                        RandomText.of(random, 1)),
                RandomText.of(random, 5),
                new CommentAuthor(
                        cause().deviceId(),
                        RandomText.of(random, 1),
                        random.nextBoolean() ? FindingSeverity.MINOR : null),
                random.nextBoolean() ? cause().requestId() : null,
                random.nextBoolean() ? new TurnId(seq) : null,
                random.nextBoolean());
    }

    private PlanEntry planEntry() {
        return new PlanEntry(
                RandomText.of(random, 4),
                PlanEntry.Priority.values()[random.nextInt(3)],
                PlanEntry.Status.values()[random.nextInt(3)]);
    }

    private Attachment attachment() {
        return random.nextBoolean()
                ? new Attachment.ProjectFile("src/" + RandomText.of(random, 1))
                : new Attachment.Blob(
                        new BlobId("b" + seq),
                        RandomText.of(random, 2),
                        "image/png",
                        random.nextInt(5_000_000),
                        random.nextBoolean() ? new BlobId("t" + seq) : null);
    }

    private AgentOption option() {
        return new AgentOption(
                "o1", "Option", "", "thought", parts.some(2, () -> new AgentOption.Choice("v", "V")), "v");
    }

    private Usage usage() {
        boolean priced = random.nextBoolean();
        return new Usage(
                random.nextInt(200_000),
                random.nextInt(2) * 200_000L,
                priced ? random.nextInt(400) / 100.0 : -1,
                "USD");
    }

    private Cause cause() {
        return new Cause(
                new RequestId("r" + random.nextInt(1_000_000)),
                new DeviceId("d" + random.nextInt(3)),
                "Phone",
                random.nextBoolean() ? "" : "digest" + random.nextInt(1_000));
    }
}
