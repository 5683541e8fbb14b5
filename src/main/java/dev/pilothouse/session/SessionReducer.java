package dev.pilothouse.session;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.TurnId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies updates to a session's state, on the host and on every client. Pure: reads no clock and keeps no state.
 * Accepts any update in any state, because an existing journal must stay readable for ever. An update that does not fit
 * the state changes only the seq. Folding merged updates gives the same state as folding the original updates.
 */
public final class SessionReducer {
    /** Incremented when folding the same updates gives another state; invalidates cached states. */
    public static final int VERSION = 11;

    private static final int DETAIL_LENGTH = 200;

    private SessionReducer() {}

    /**
     * @return the state after the update
     * @throws IllegalArgumentException if the update's seq is not after the state's
     */
    public static SessionState apply(SessionState state, JournaledUpdate update) {
        if (update.seq() <= state.seq()) {
            throw new IllegalArgumentException(
                    "update " + update.seq() + " is not after " + state.seq() + " of " + state.sessionId());
        }
        SessionState next = update.update().accept(new Step(state, update));
        return next.withSeq(update.seq());
    }

    /** Folds updates in order. */
    public static SessionState applyAll(SessionState state, List<JournaledUpdate> updates) {
        SessionState next = state;
        for (JournaledUpdate update : updates) {
            next = apply(next, update);
        }
        return next;
    }

    private static final class Step implements SessionUpdate.Visitor<SessionState> {
        private final SessionState state;
        private final JournaledUpdate journaled;
        private final long seq;
        private final Instant at;

        Step(SessionState state, JournaledUpdate journaled) {
            this.state = state;
            this.journaled = journaled;
            this.seq = journaled.seq();
            this.at = journaled.at();
        }

        @Override
        public SessionState sessionCreated(SessionUpdate.SessionCreated update) {
            SessionInfo info = new SessionInfo(
                    update.agentId(),
                    update.agentName(),
                    "",
                    "",
                    "",
                    ContextRestore.NEW,
                    update.cwd(),
                    update.name(),
                    false,
                    Organisation.NONE,
                    at,
                    PromptSupport.NONE,
                    SessionProfile.NONE);
            return state.withInfo(info).withActivity(idleActivity(SessionPhase.STARTING, LastEvent.STARTING, ""));
        }

        @Override
        public SessionState agentStarting(SessionUpdate.AgentStarting update) {
            return state.withActivity(idleActivity(SessionPhase.STARTING, LastEvent.STARTING, ""));
        }

        @Override
        public SessionState agentStarted(SessionUpdate.AgentStarted update) {
            SessionState next = state.info() == null
                    ? state
                    : state.withInfo(state.info()
                            .started(
                                    update.title(),
                                    update.version(),
                                    update.agentSessionId(),
                                    update.memory(),
                                    update.support()));
            return openTurn() == null
                    ? next.withActivity(idleActivity(SessionPhase.IDLE, LastEvent.NOTHING, ""))
                    : next;
        }

        @Override
        public SessionState agentExited(SessionUpdate.AgentExited update) {
            if (phase() == SessionPhase.NEEDS_LOGIN) {
                return state;
            }
            return state.withActivity(
                    update.expected()
                            ? idleActivity(SessionPhase.GONE, wasClosed() ? LastEvent.CLOSED : LastEvent.NOTHING, "")
                            : idleActivity(SessionPhase.FAILED, LastEvent.ERROR, line(update.text()), update.says()));
        }

        @Override
        public SessionState loginNeeded(SessionUpdate.LoginNeeded update) {
            return state.withActivity(idleActivity(SessionPhase.NEEDS_LOGIN, LastEvent.LOGIN, line(update.command())));
        }

        @Override
        public SessionState sessionClosed(SessionUpdate.SessionClosed update) {
            return state.withActivity(idleActivity(SessionPhase.GONE, LastEvent.CLOSED, ""));
        }

        @Override
        public SessionState turnStarted(SessionUpdate.TurnStarted update) {
            return state.withActivity(
                    new Activity(SessionPhase.WORKING, new TurnId(seq), at, LastEvent.PROMPTED, "", null, at));
        }

        @Override
        public SessionState turnEnded(SessionUpdate.TurnEnded update) {
            SessionState next = put(new Item.TurnEndItem(
                            update.item(),
                            seq,
                            at,
                            update.turn(),
                            update.reason(),
                            update.text(),
                            update.durationMillis(),
                            update.tokens(),
                            update.snapshot(),
                            update.says()))
                    .withLastTurn(new LastTurn(update.turn(), seq, at, update.reason()));
            if (!update.turn().equals(openTurn())) {
                return next;
            }
            return next.withActivity(ended(update));
        }

        private Activity ended(SessionUpdate.TurnEnded update) {
            if (update.reason() == StopReason.FAILED) {
                return idleActivity(SessionPhase.FAILED, LastEvent.ERROR, line(update.text()), update.says());
            }
            if (update.reason() == StopReason.CANCELLED) {
                return idleActivity(SessionPhase.IDLE, LastEvent.CANCELLED, "");
            }
            if (update.reason() == StopReason.INTERRUPTED) {
                return idleActivity(SessionPhase.IDLE, LastEvent.INTERRUPTED, line(update.text()), update.says());
            }
            return idleActivity(SessionPhase.IDLE, LastEvent.DONE, "");
        }

        @Override
        public SessionState turnSnapshot(SessionUpdate.TurnSnapshot update) {
            return state;
        }

        @Override
        public SessionState userMessage(SessionUpdate.UserMessage update) {
            return put(
                    new Item.UserItem(update.item(), seq, at, update.text(), journaled.cause(), update.attachments()));
        }

        @Override
        public SessionState passedOn(SessionUpdate.PassedOn update) {
            return state;
        }

        @Override
        public SessionState agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
            Item.MessageItem before = state.transcript()
                    .find(update.item())
                    .filter(Item.MessageItem.class::isInstance)
                    .map(Item.MessageItem.class::cast)
                    .orElse(new Item.MessageItem(update.item(), seq, at, GrowingText.EMPTY));
            return put(new Item.MessageItem(
                            update.item(),
                            seq,
                            createdAt(update.item()),
                            before.text().append(update.text()),
                            joined(before.attachments(), update.attachments())))
                    .withActivity(doing(LastEvent.WRITING, "", null));
        }

        @Override
        public SessionState thoughtChunk(SessionUpdate.ThoughtChunk update) {
            GrowingText before = state.transcript()
                    .find(update.item())
                    .map(item -> item instanceof Item.ThoughtItem thought ? thought.text() : GrowingText.EMPTY)
                    .orElse(GrowingText.EMPTY);
            return put(new Item.ThoughtItem(update.item(), seq, createdAt(update.item()), before.append(update.text())))
                    .withActivity(doing(LastEvent.THINKING, "", null));
        }

        @Override
        public SessionState toolCallStarted(SessionUpdate.ToolCallStarted update) {
            ToolCall call = update.call();
            SessionState next = put(new Item.ToolItem(update.item(), seq, createdAt(update.item()), call));
            return call.status().isFinal()
                    ? next
                    : next.withActivity(doing(LastEvent.TOOL, line(call.title()), update.item()));
        }

        @Override
        public SessionState toolCallChanged(SessionUpdate.ToolCallChanged update) {
            ItemId id = update.item();
            ToolCallPatch patch = update.patch();
            SessionState next = state;
            if (state.transcript().find(id).orElse(null) instanceof Item.ToolItem tool) {
                next = put(new Item.ToolItem(id, seq, tool.at(), tool.call().with(patch)));
            }
            // Compares the activity's own item, because a client's transcript may be a window without that item.
            Activity now = state.activity();
            if (now == null || now.doing() != LastEvent.TOOL || !id.equals(now.item())) {
                return next;
            }
            if (patch.status() != null && patch.status().isFinal()) {
                return next.withActivity(doing(LastEvent.PROMPTED, "", null));
            }
            return patch.title() == null ? next : next.withActivity(retitled(now, line(patch.title())));
        }

        private static Activity retitled(Activity now, String title) {
            return new Activity(
                    now.phase(), now.turn(), now.turnStartedAt(), now.doing(), title, now.item(), now.since());
        }

        @Override
        public SessionState planChanged(SessionUpdate.PlanChanged update) {
            return state.withPlan(update.entries());
        }

        @Override
        public SessionState pendingAsked(SessionUpdate.PendingAsked update) {
            Pending pending = update.pending();
            List<OpenPending> open = new ArrayList<>(state.open());
            open.add(new OpenPending(update.item(), pending, at));
            SessionState next = put(new Item.PendingItem(update.item(), seq, at, pending, null))
                    .withOpen(open);
            // A question of the host says nothing about the agent.
            return pending.host() == null ? next.withActivity(asking(ofAgent(open))) : next;
        }

        @Override
        public SessionState pendingAnswered(SessionUpdate.PendingAnswered update) {
            List<OpenPending> open = new ArrayList<>(state.open());
            OpenPending answered = null;
            for (OpenPending candidate : state.open()) {
                if (candidate.pending().pendingId().equals(update.pendingId())) {
                    answered = candidate;
                    open.remove(candidate);
                }
            }
            if (answered == null) {
                return state;
            }
            SessionState next = put(new Item.PendingItem(
                            answered.item(), seq, answered.since(), answered.pending(), update.answer()))
                    .withOpen(open);
            List<OpenPending> rest = ofAgent(open);
            return phase() == SessionPhase.WAITING && answered.pending().host() == null
                    ? next.withActivity(rest.isEmpty() ? afterAnswer() : asking(rest))
                    : next;
        }

        private static List<OpenPending> ofAgent(List<OpenPending> open) {
            return open.stream().filter(each -> each.pending().host() == null).toList();
        }

        private Activity afterAnswer() {
            Activity now = state.activity();
            return now == null || now.turn() == null
                    ? idleActivity(SessionPhase.IDLE, LastEvent.NOTHING, "")
                    : new Activity(
                            SessionPhase.WORKING, now.turn(), now.turnStartedAt(), LastEvent.PROMPTED, "", null, at);
        }

        private Activity asking(List<OpenPending> open) {
            OpenPending first = open.get(0);
            Activity now = state.activity();
            return new Activity(
                    SessionPhase.WAITING,
                    now == null ? null : now.turn(),
                    now == null ? null : now.turnStartedAt(),
                    LastEvent.ASKING,
                    line(first.pending().title()),
                    first.item(),
                    first.since());
        }

        @Override
        public SessionState modeChanged(SessionUpdate.ModeChanged update) {
            return offer(o -> new Offer(
                    update.current(), update.available(), o.modelId(), o.models(), o.options(), o.commands()));
        }

        @Override
        public SessionState modelChanged(SessionUpdate.ModelChanged update) {
            return offer(o ->
                    new Offer(o.modeId(), o.modes(), update.current(), update.available(), o.options(), o.commands()));
        }

        @Override
        public SessionState optionsChanged(SessionUpdate.OptionsChanged update) {
            return offer(
                    o -> new Offer(o.modeId(), o.modes(), o.modelId(), o.models(), update.options(), o.commands()));
        }

        @Override
        public SessionState commandsChanged(SessionUpdate.CommandsChanged update) {
            return offer(
                    o -> new Offer(o.modeId(), o.modes(), o.modelId(), o.models(), o.options(), update.commands()));
        }

        @Override
        public SessionState usageChanged(SessionUpdate.UsageChanged update) {
            return state.withUsage(update.usage());
        }

        @Override
        public SessionState note(SessionUpdate.Note update) {
            return put(new Item.NoteItem(
                    update.item(),
                    seq,
                    createdAt(update.item()),
                    update.level(),
                    update.code(),
                    update.text(),
                    update.detail(),
                    update.snapshot(),
                    update.says()));
        }

        @Override
        public SessionState renamed(SessionUpdate.Renamed update) {
            SessionInfo info = state.info();
            if (info == null || (info.nameByPerson() && !update.byPerson())) {
                return state;
            }
            return state.withInfo(info.named(update.name(), update.byPerson()));
        }

        @Override
        public SessionState organised(SessionUpdate.Organised update) {
            return state.info() == null ? state : state.withInfo(state.info().organised(update.organisation()));
        }

        @Override
        public SessionState profileApplied(SessionUpdate.ProfileApplied update) {
            return state.info() == null ? state : state.withInfo(state.info().with(update.profile()));
        }

        @Override
        public SessionState queueChanged(SessionUpdate.QueueChanged update) {
            return state.withQueue(update.queue());
        }

        @Override
        public SessionState commentChanged(SessionUpdate.CommentChanged update) {
            return state.withReview(state.review().with(update.comment()));
        }

        @Override
        public SessionState commentRemoved(SessionUpdate.CommentRemoved update) {
            return state.withReview(state.review().without(update.commentId()));
        }

        @Override
        public SessionState reviewSent(SessionUpdate.ReviewSent update) {
            return state.withReview(state.review().sent(update.prompt(), update.comments(), update.turn()));
        }

        @Override
        public SessionState unknown(SessionUpdate.Unknown update) {
            return state.withUnknown(state.unknown() + 1);
        }

        private SessionState put(Item item) {
            return state.withTranscript(state.transcript().put(item));
        }

        private SessionState offer(UnaryOperator<Offer> change) {
            return state.withOffer(change.apply(state.offer()));
        }

        private SessionPhase phase() {
            return state.activity() == null
                    ? SessionPhase.STARTING
                    : state.activity().phase();
        }

        private boolean wasClosed() {
            return state.activity() != null && state.activity().doing() == LastEvent.CLOSED;
        }

        private @Nullable TurnId openTurn() {
            return state.activity() == null ? null : state.activity().turn();
        }

        private Activity idleActivity(SessionPhase phase, LastEvent doing, String detail) {
            return idleActivity(phase, doing, detail, HostText.Code.NONE);
        }

        private Activity idleActivity(SessionPhase phase, LastEvent doing, String detail, HostText.Code says) {
            return new Activity(phase, null, null, doing, detail, null, at, says.withoutBelow());
        }

        /** Updates the activity only while a turn runs: a late chunk must not reopen a finished turn. */
        private @Nullable Activity doing(LastEvent doing, String detail, @Nullable ItemId item) {
            Activity now = state.activity();
            if (now == null
                    || now.phase() != SessionPhase.WORKING
                    || (now.doing() == doing && now.detail().equals(detail) && Objects.equals(now.item(), item))) {
                return now;
            }
            return new Activity(SessionPhase.WORKING, now.turn(), now.turnStartedAt(), doing, detail, item, at);
        }

        private static List<Attachment> joined(List<Attachment> before, List<Attachment> more) {
            if (more.isEmpty() || before.isEmpty()) {
                return more.isEmpty() ? before : more;
            }
            List<Attachment> all = new ArrayList<>(before);
            all.addAll(more);
            return all;
        }

        /** The creation time of an item, which later updates do not change. */
        private Instant createdAt(ItemId id) {
            return state.transcript().find(id).map(Item::at).orElse(at);
        }

        private static String line(String text) {
            int end = text.indexOf('\n');
            return TextCutter.excerpt((end < 0 ? text : text.substring(0, end)).strip(), DETAIL_LENGTH);
        }
    }
}
