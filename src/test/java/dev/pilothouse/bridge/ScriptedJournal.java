package dev.pilothouse.bridge;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The journal of one session of a {@link ScriptedHost}, with plausible actions of a person and an agent. */
public final class ScriptedJournal {

    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private final SessionId sessionId;
    private final List<JournaledUpdate> updates = new ArrayList<>();
    private SessionState state;
    private long gen = 1;
    private long reachesAfter;

    ScriptedJournal(SessionId sessionId) {
        this.sessionId = sessionId;
        this.state = SessionState.empty(sessionId);
        append(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/work", "session " + sessionId, SessionUpdate.StartWish.NONE));
        append(new SessionUpdate.AgentStarted(
                "Demo agent", "1", "a-" + sessionId, ContextRestore.NEW, PromptSupport.NONE));
    }

    public SessionId sessionId() {
        return sessionId;
    }

    /** The fold of all updates. */
    public SessionState state() {
        return state;
    }

    public long head() {
        return updates.size();
    }

    long gen() {
        return gen;
    }

    public JournaledUpdate append(SessionUpdate update) {
        return append(update, null);
    }

    JournaledUpdate append(SessionUpdate update, RequestId requestId) {
        long seq = updates.size() + 1;
        Cause cause = requestId == null ? null : new Cause(requestId, new DeviceId("d1"), "test");
        JournaledUpdate journaled = new JournaledUpdate(seq, START.plusSeconds(seq), cause, update);
        updates.add(journaled);
        state = SessionReducer.apply(state, journaled);
        return journaled;
    }

    /** The item id of the next update. */
    public ItemId nextItem() {
        return new ItemId(updates.size() + 1);
    }

    List<JournaledUpdate> after(long seq) {
        return List.copyOf(updates.subList((int) seq, updates.size()));
    }

    boolean isGood(Cursor cursor) {
        return cursor.gen() == gen && cursor.seq() <= head() && cursor.seq() >= reachesAfter;
    }

    void forgetUpdates() {
        reachesAfter = head() + 1;
    }

    /** Simulates a power loss: removes the updates after {@code seq}. */
    void loseAfter(long seq) {
        while (updates.size() > seq) {
            updates.remove(updates.size() - 1);
        }
        gen++;
        state = SessionReducer.applyAll(SessionState.empty(sessionId), updates);
    }

    SessionSummary summary() {
        return SessionSummary.of(state, WatchLabel.NONE, START.plusSeconds(head()));
    }

    /** Appends a plausible step of a session. */
    void step(Random random) {
        TurnId turn = state.activity().turn();
        if (turn == null) {
            append(new SessionUpdate.UserMessage(nextItem(), "prompt " + head()));
            append(new SessionUpdate.TurnStarted());
            return;
        }
        if (!state.open().isEmpty() && random.nextInt(3) == 0) {
            OpenPending open = state.open().get(0);
            append(new SessionUpdate.PendingAnswered(
                    open.item(),
                    open.pending().pendingId(),
                    new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "yes", "Yes", "somebody")));
            return;
        }
        int dice = random.nextInt(10);
        if (dice < 5) {
            append(new SessionUpdate.AgentMessageChunk(growing(random), "chunk " + head() + ' '));
        } else if (dice < 6) {
            ask();
        } else if (dice < 7) {
            append(new SessionUpdate.Renamed("name " + head(), false));
        } else if (dice < 8) {
            append(new SessionUpdate.Unknown("strange", "{}"));
        } else if (dice < 9) {
            append(new SessionUpdate.ThoughtChunk(nextItem(), "thought " + head()));
        } else {
            endTurn(turn);
        }
    }

    /** The newest item if it is a message, or a new one. */
    private ItemId growing(Random random) {
        int size = state.transcript().size();
        if (size > 0 && random.nextBoolean()) {
            ItemId last = state.transcript().items().get(size - 1).id();
            if (state.transcript().find(last).orElseThrow() instanceof dev.pilothouse.session.Item.MessageItem) {
                return last;
            }
        }
        return nextItem();
    }

    public PendingId ask() {
        PendingId pendingId = new PendingId("p" + (head() + 1));
        Pending pending = new Pending(
                pendingId,
                PendingKind.PERMISSION,
                "Run a command?",
                "",
                null,
                List.of(new PendingOption("yes", "Yes", PendingOption.Kind.ALLOW_ONCE)),
                List.of());
        append(new SessionUpdate.PendingAsked(nextItem(), pending));
        return pendingId;
    }

    public void endTurn(TurnId turn) {
        append(new SessionUpdate.TurnEnded(nextItem(), turn, StopReason.END_TURN, "", 10, TokenCount.NONE));
    }
}
