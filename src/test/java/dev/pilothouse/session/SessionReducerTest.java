package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionReducerTest {
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private SessionState state = SessionState.empty(new SessionId("s1"));

    @Test
    void aSessionIsStartingThenIdleThenWorkingThenIdle() {
        create();
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.STARTING);

        started();
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.IDLE);

        TurnId turn = startTurn();
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WORKING);
        assertThat(state.activity().turn()).isEqualTo(turn);

        endTurn(turn, StopReason.END_TURN, "");
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.IDLE);
        assertThat(state.activity().doing()).isEqualTo(LastEvent.DONE);
        assertThat(state.activity().turn()).isNull();
        assertThat(state.lastTurn().turn()).isEqualTo(turn);
        assertThat(state.lastTurn().seq()).isEqualTo(state.seq());
    }

    @Test
    void aFailedTurnSaysWhyAndAnExpectedExitIsNoFailure() {
        create();
        started();
        endTurn(startTurn(), StopReason.FAILED, "The model answered 400.\nmore");
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(state.activity().detail()).isEqualTo("The model answered 400.");

        fold(new SessionUpdate.AgentExited(0, true, "ended"));
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.GONE);

        fold(new SessionUpdate.AgentStarting());
        fold(new SessionUpdate.AgentExited(1, false, "The agent ended with code 1: boom"));
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(state.activity().detail()).contains("boom");
    }

    @Test
    void theEndOfAnotherTurnDoesNotEndTheOpenOne() {
        create();
        started();
        TurnId first = startTurn();
        endTurn(first, StopReason.CANCELLED, "");
        TurnId second = startTurn();

        endTurn(first, StopReason.END_TURN, "");

        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WORKING);
        assertThat(state.activity().turn()).isEqualTo(second);
    }

    @Test
    void aLateChunkDoesNotReviveAFinishedTurn() {
        create();
        started();
        endTurn(startTurn(), StopReason.END_TURN, "");

        fold(new SessionUpdate.AgentMessageChunk(nextItem(), "late"));

        assertThat(state.activity().phase()).isEqualTo(SessionPhase.IDLE);
        assertThat(lastItem()).isInstanceOf(Item.MessageItem.class);
    }

    @Test
    void chunksOfOneMessageMakeOneItemAndKeepItsTimeOfBirth() {
        create();
        started();
        startTurn();
        ItemId item = nextItem();
        fold(new SessionUpdate.AgentMessageChunk(item, "Hello "));
        Instant born = START.plusSeconds(state.seq());
        Activity writing = state.activity();
        fold(new SessionUpdate.ThoughtChunk(nextItem(), "hm"));
        fold(new SessionUpdate.AgentMessageChunk(item, "world"));

        Item.MessageItem message =
                (Item.MessageItem) state.transcript().find(item).orElseThrow();
        assertThat(message.text().toString()).isEqualTo("Hello world");
        assertThat(message.at()).isEqualTo(born);
        assertThat(message.rev()).isEqualTo(state.seq());
        assertThat(writing.doing()).isEqualTo(LastEvent.WRITING);
        assertThat(state.activity().since()).isAfter(writing.since());
    }

    @Test
    void furtherChunksOfTheSameKindDoNotMoveTheSince() {
        create();
        started();
        startTurn();
        ItemId item = nextItem();
        fold(new SessionUpdate.AgentMessageChunk(item, "a"));
        Activity first = state.activity();
        fold(new SessionUpdate.AgentMessageChunk(item, "b"));

        assertThat(state.activity()).isEqualTo(first);
    }

    @Test
    void aToolCallIsTheEvidenceUntilItEnds() {
        create();
        started();
        startTurn();
        ItemId item = nextItem();
        fold(new SessionUpdate.ToolCallStarted(item, call("npm test")));
        assertThat(state.activity().doing()).isEqualTo(LastEvent.TOOL);
        assertThat(state.activity().detail()).isEqualTo("npm test");

        fold(new SessionUpdate.ToolCallChanged(
                item, new ToolCallPatch("npm test -- login", null, null, null, null, null, null, 0)));
        assertThat(state.activity().detail()).isEqualTo("npm test -- login");

        fold(new SessionUpdate.ToolCallChanged(item, ToolCallPatch.ofStatus(ToolStatus.COMPLETED, 99)));
        assertThat(state.activity().doing()).isEqualTo(LastEvent.PROMPTED);
        Item.ToolItem tool = (Item.ToolItem) state.transcript().find(item).orElseThrow();
        assertThat(tool.call().status()).isEqualTo(ToolStatus.COMPLETED);
        assertThat(tool.call().endedAt()).isEqualTo(99);
    }

    @Test
    void aSessionWaitsWhileAnyQuestionIsOpenAndWorksAfterTheLastAnswer() {
        create();
        started();
        startTurn();
        ItemId first = nextItem();
        fold(new SessionUpdate.PendingAsked(first, pending("p1", "Run npm test?")));
        Instant since = state.activity().since();
        ItemId second = nextItem();
        fold(new SessionUpdate.PendingAsked(second, pending("p2", "Which port?")));

        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WAITING);
        assertThat(state.activity().detail()).isEqualTo("Run npm test?");
        assertThat(state.activity().since()).isEqualTo(since);

        fold(new SessionUpdate.PendingAnswered(first, new PendingId("p1"), answered("Allow once")));
        assertThat(state.activity().detail()).isEqualTo("Which port?");
        fold(new SessionUpdate.PendingAnswered(second, new PendingId("p2"), answered("8080")));
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WORKING);
        assertThat(state.open()).isEmpty();
        assertThat(((Item.PendingItem) state.transcript().find(first).orElseThrow())
                        .answer()
                        .by())
                .isEqualTo("phone");
    }

    @Test
    void aSecondAnswerToOneQuestionChangesNothing() {
        create();
        started();
        startTurn();
        ItemId item = nextItem();
        fold(new SessionUpdate.PendingAsked(item, pending("p1", "Run?")));
        fold(new SessionUpdate.PendingAnswered(item, new PendingId("p1"), answered("Allow once")));
        SessionState before = state;

        fold(new SessionUpdate.PendingAnswered(item, new PendingId("p1"), answered("Deny")));

        assertThat(state.transcript()).isEqualTo(before.transcript());
        assertThat(state.activity()).isEqualTo(before.activity());
    }

    @Test
    void aPersonsNameBeatsTheAgentsTitleWhateverComesLater() {
        create();
        fold(new SessionUpdate.Renamed("agent's title", false));
        assertThat(state.info().name()).isEqualTo("agent's title");
        fold(new SessionUpdate.Renamed("mine", true));
        fold(new SessionUpdate.Renamed("another title", false));
        assertThat(state.info().name()).isEqualTo("mine");
    }

    @Test
    void aWindowFoldsToTheSameStateRestrictedToTheWindow() {
        create();
        started();
        startTurn();
        ItemId tool = nextItem();
        fold(new SessionUpdate.ToolCallStarted(tool, call("make")));
        ItemId message = nextItem();
        fold(new SessionUpdate.AgentMessageChunk(message, "one"));
        SessionState client = state.window(1);

        List<SessionUpdate> later = List.of(
                new SessionUpdate.ToolCallChanged(tool, ToolCallPatch.ofStatus(ToolStatus.FAILED, 5)),
                new SessionUpdate.AgentMessageChunk(message, " two"));
        for (SessionUpdate update : later) {
            client = SessionReducer.apply(client, next(update));
            fold(update);
        }

        assertThat(client).isEqualTo(state.window(1));
    }

    @Test
    void aLoginThatIsNeededStaysSaidWhenTheAgentExits() {
        create();
        fold(new SessionUpdate.LoginNeeded("copilot login", "Sign in first."));
        fold(new SessionUpdate.AgentExited(1, true, "ended"));

        assertThat(state.activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
        assertThat(state.activity().detail()).isEqualTo("copilot login");
    }

    @Test
    void theSummarySaysWhatAListNeeds() {
        create();
        started();
        fold(new SessionUpdate.ModeChanged("https://agent/modes#ask", List.of(mode("https://agent/modes#ask", "Ask"))));
        startTurn();
        fold(new SessionUpdate.AgentMessageChunk(nextItem(), "First line\nand the last one\n\n"));

        SessionSummary summary = SessionSummary.of(state, WatchLabel.NONE, START);

        assertThat(summary.modeName()).isEqualTo("Ask");
        assertThat(summary.lastLine()).isEqualTo("and the last one");
        assertThat(summary.headSeq()).isEqualTo(state.seq());
        assertThat(summary.name()).isEqualTo("new session");
    }

    @Test
    void aNoteOfTheHostAmongTheLastLinesHasItsCode() {
        create();
        startTurn();
        fold(new SessionUpdate.AgentMessageChunk(nextItem(), "Done"));
        HostText note = HostText.of(HostTextCode.TURN_OVER);
        fold(new SessionUpdate.Note(nextItem(), NoteLevel.WARNING, "agent", note.above("exit code 1"), ""));

        SessionSummary summary = SessionSummary.of(state, WatchLabel.NONE, START);

        assertThat(summary.lastLines()).isEqualTo("Done\nThat turn is over.\nexit code 1");
        assertThat(summary.lastNotes()).containsExactly(note);
    }

    @Test
    void theLastLinesOfTheSummaryAreWithoutMarkup() {
        create();
        startTurn();
        fold(new SessionUpdate.AgentMessageChunk(nextItem(), "## Done\n\n- `Pool` **waits** now\n```\n"));

        SessionSummary summary = SessionSummary.of(state, WatchLabel.NONE, START);

        assertThat(summary.lastLine()).isEqualTo("\u2022 Pool waits now");
        assertThat(summary.lastLines()).isEqualTo("Done\n\u2022 Pool waits now");
        fold(new SessionUpdate.ToolCallStarted(nextItem(), call("`find *a* b`")));
        assertThat(SessionSummary.of(state, WatchLabel.NONE, START).lastLine()).isEqualTo("find *a* b");
    }

    @Test
    void aQuestionInTheSummaryBringsTheChangesOfItsCall() {
        create();
        startTurn();
        ItemId item = nextItem();
        fold(new SessionUpdate.ToolCallStarted(
                item,
                new ToolCall(
                        "t",
                        "Edit",
                        ToolKind.EDIT,
                        ToolStatus.PENDING,
                        List.of(),
                        List.of(new ToolContent.Diff("a.txt", "one\n", "two\n")),
                        null,
                        null,
                        1,
                        0)));
        fold(new SessionUpdate.PendingAsked(
                nextItem(),
                new Pending(new PendingId("p"), PendingKind.PERMISSION, "Edit a.txt", "", item, List.of(), List.of())));

        assertThat(state.open().get(0).changes()).isEmpty();
        assertThat(SessionSummary.of(state, WatchLabel.NONE, START)
                        .open()
                        .get(0)
                        .changes())
                .containsExactly(new FileDiff("a.txt", Diff.between("one\n", "two\n"), 0));
    }

    @Test
    void anUpdateThatIsNotNewerIsABugOfTheCaller() {
        create();
        JournaledUpdate again = new JournaledUpdate(state.seq(), START, null, new SessionUpdate.AgentStarting());

        assertThatThrownBy(() -> SessionReducer.apply(state, again)).isInstanceOf(IllegalArgumentException.class);
    }

    private void create() {
        fold(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo agent", "/src/shop", "new session", SessionUpdate.StartWish.NONE));
    }

    private void started() {
        fold(new SessionUpdate.AgentStarted("Demo", "1.0", "a1", ContextRestore.NEW, PromptSupport.NONE));
    }

    private TurnId startTurn() {
        fold(new SessionUpdate.TurnStarted());
        return new TurnId(state.seq());
    }

    private void endTurn(TurnId turn, StopReason reason, String text) {
        fold(new SessionUpdate.TurnEnded(nextItem(), turn, reason, text, 1000, TokenCount.NONE));
    }

    private ItemId nextItem() {
        return new ItemId(state.seq() + 1);
    }

    private Item lastItem() {
        return state.transcript().items().get(state.transcript().size() - 1);
    }

    private void fold(SessionUpdate update) {
        state = SessionReducer.apply(state, next(update));
    }

    private JournaledUpdate next(SessionUpdate update) {
        long seq = state.seq() + 1;
        return new JournaledUpdate(seq, START.plusSeconds(seq), null, update);
    }

    private static ToolCall call(String title) {
        return new ToolCall(
                "t", title, ToolKind.EXECUTE, ToolStatus.IN_PROGRESS, List.of(), List.of(), null, null, 1, 0);
    }

    private static Pending pending(String id, String title) {
        return new Pending(new PendingId(id), PendingKind.PERMISSION, title, "", null, List.of(), List.of());
    }

    private static PendingAnswer answered(String text) {
        return new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "o", text, "phone");
    }

    private static AgentMode mode(String id, String name) {
        return new AgentMode(id, name, "");
    }

    @Test
    void aQuestionOfTheHostLeavesTheActivityOfTheAgent() {
        Pending ofHost = new Pending(
                new PendingId("h1"),
                PendingKind.PERMISSION,
                "Run it?",
                "",
                null,
                List.of(),
                List.of(),
                null,
                "",
                new HostQuestion("job/j1", "k1", Scope.STEER, HostText.Code.NONE));
        create();
        started();
        startTurn();
        fold(new SessionUpdate.PendingAsked(new ItemId(10), ofHost));
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WORKING);
        fold(new SessionUpdate.PendingAsked(new ItemId(11), pending("p1", "Write it?")));
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WAITING);
        assertThat(state.activity().detail()).isEqualTo("Write it?");

        fold(new SessionUpdate.PendingAnswered(new ItemId(11), new PendingId("p1"), answered("Yes")));

        assertThat(state.open()).hasSize(1);
        assertThat(state.activity().phase()).isEqualTo(SessionPhase.WORKING);
    }
}
