package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.bridge.PermissionCheck;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One session with an agent in memory, on lanes that the test runs. */
class HostSessionTest {
    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = SessionRig.on(folder);
    }

    private SessionState state() {
        return rig.state();
    }

    private FakeAgent agent() {
        return rig.agent();
    }

    private void ready() {
        rig.create(null);
        agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private IntentResult.Accepted prompt(String text) {
        return rig.accepted(new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE));
    }

    private void emit(AgentEvent... events) {
        agent().emit(events);
        rig.run();
    }

    private PendingId ask() {
        emit(
                new AgentEvent.ToolCall(
                        "call-1",
                        new ToolCallPatch("Write", ToolKind.EDIT, ToolStatus.PENDING, null, null, null, null, 0)),
                new AgentEvent.Ask(
                        "ask-1",
                        PendingKind.PERMISSION,
                        "Write?",
                        "",
                        "call-1",
                        List.of(new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE)),
                        List.of(),
                        ToolKind.EDIT,
                        "a\nb"));
        return state().open().get(0).pending().pendingId();
    }

    @Test
    void aCallOfASubagentNamesTheItemOfItsCallAndDoesNotInterruptTheAgentsText() {
        ready();
        prompt("hello");
        emit(
                new AgentEvent.ToolCall("task", patch("Explore")),
                new AgentEvent.MessageChunk("m", "one "),
                new AgentEvent.ToolCall("read", patch("Read"), "task"),
                new AgentEvent.MessageChunk("m", "two"),
                new AgentEvent.ToolCall("lost", patch("Read"), "of another run"));
        List<Item> items = state().transcript().items();
        assertThat(items)
                .filteredOn(Item.MessageItem.class::isInstance)
                .singleElement()
                .satisfies(item -> assertThat(((Item.MessageItem) item).text()).hasToString("one two"));
        List<Item.ToolItem> calls = items.stream()
                .filter(Item.ToolItem.class::isInstance)
                .map(Item.ToolItem.class::cast)
                .toList();
        assertThat(calls)
                .extracting(item -> item.call().parent())
                .containsExactly(null, calls.get(0).id(), null);
    }

    private static ToolCallPatch patch(String title) {
        return new ToolCallPatch(title, ToolKind.READ, ToolStatus.IN_PROGRESS, null, null, null, null, 0);
    }

    @Test
    void theFirstPromptWaitsForTheAgentAndThenStarts() {
        IntentResult.Accepted created = rig.create("hello");
        assertThat(state().queue()).hasSize(1);
        agent().emitReady(ContextRestore.NEW);
        rig.run();

        assertThat(created.seq()).isEqualTo(1);
        assertThat(state().queue()).isEmpty();
        assertThat(agent().commands).containsExactly("start", "prompt hello");
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.WORKING);
    }

    @Test
    void nothingReachesTheAgentAndNoAckGoesOutBeforeTheDiskHasIt() {
        ready();
        rig.holdDisk();
        rig.submit(new Intent.Prompt(rig.sessionId(), "hello", WhenBusy.QUEUE));
        rig.run();
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.WORKING);
        assertThat(rig.results()).isEmpty();
        assertThat(agent().commands).doesNotContain("prompt hello");

        rig.releaseDisk();
        rig.run();
        assertThat(rig.results()).hasSize(1);
        assertThat(agent().commands).contains("prompt hello");
    }

    @Test
    void theSeqOfAnAckIsThatOfTheUserMessage() {
        ready();
        IntentResult.Accepted ack = prompt("hello");

        assertThat(ack.outcome()).isEqualTo(IntentResult.Outcome.ACCEPTED);
        assertThat(state().transcript().items().get(0).id().createdSeq()).isEqualTo(ack.seq());
        assertThat(state().activity().turn()).isEqualTo(new TurnId(ack.seq() + 1));
    }

    @Test
    void chunksOfOneMessageGrowOneItemAndTextAfterAToolCallIsAnother() {
        ready();
        prompt("hello");
        emit(
                new AgentEvent.MessageChunk("m1", "one "),
                new AgentEvent.MessageChunk("m1", "two"),
                new AgentEvent.ToolCall("c1", ToolCallPatch.ofStatus(ToolStatus.COMPLETED, 0)),
                new AgentEvent.MessageChunk("m1", "three"));
        List<String> texts = state().transcript().items().stream()
                .filter(Item.MessageItem.class::isInstance)
                .map(item -> ((Item.MessageItem) item).text().toString())
                .toList();

        assertThat(texts).containsExactly("one two", "three");
    }

    @Test
    void aSurrogatePairThatTheAgentSplitsIsJoinedAgain() {
        ready();
        prompt("hello");
        emit(new AgentEvent.MessageChunk(null, "a\uD83D"), new AgentEvent.MessageChunk(null, "\uDE00b"));

        assertThat(rig.chunks()).containsExactly("a", "😀b");
    }

    @Test
    void aLongChunkIsSplitAndALongMessageGoesOnAsAnother() {
        ready();
        prompt("hello");
        String text = "😀".repeat(TranscriptWriter.MAX_ITEM / 2 + 1000);
        emit(new AgentEvent.MessageChunk(null, text));
        List<Item.MessageItem> messages = state().transcript().items().stream()
                .filter(Item.MessageItem.class::isInstance)
                .map(Item.MessageItem.class::cast)
                .toList();

        assertThat(rig.chunks()).allMatch(chunk -> chunk.length() <= TranscriptWriter.MAX_CHUNK);
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).text().toString() + messages.get(1).text()).isEqualTo(text);
    }

    @Test
    void largeContentOfAToolCallBecomesABlob() throws Exception {
        ready();
        prompt("hello");
        String output = "line\n".repeat(20_000);
        emit(new AgentEvent.ToolCall(
                "c1",
                new ToolCallPatch(
                        "Run",
                        ToolKind.EXECUTE,
                        ToolStatus.COMPLETED,
                        null,
                        List.of(new ToolContent.Terminal(output)),
                        null,
                        "\"" + output + "\"",
                        0)));
        Item.ToolItem tool = (Item.ToolItem) state().transcript().items().get(1);
        ToolContent.Large large = (ToolContent.Large) tool.call().content().get(0);

        assertThat(large.characters()).isEqualTo(output.length());
        assertThat(large.head()).hasSize(LargeContent.HEAD);
        assertThat(rig.session().blobs().get(large.blob())).contains(output);
        assertThat(tool.call().output()).isNull();
        assertThat(tool.call().content()).hasSize(2);
    }

    @Test
    void anAnswerGoesToTheAgentOnceAndALaterOneIsToldWhoWasFirst() {
        ready();
        prompt("hello");
        PendingId pending = ask();
        Intent answer = new Intent.AnswerPending(rig.sessionId(), pending, new Answer.Option("yes"));
        rig.accepted(answer);
        IntentResult.Refused second = rig.refused(answer);

        assertThat(agent().commands).filteredOn(c -> c.startsWith("answer")).hasSize(1);
        assertThat(second.code()).isEqualTo(ErrorCode.ALREADY_ANSWERED);
        assertThat(second.text()).contains("Test device");
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.WORKING);
    }

    @Test
    void anAnswerThatIsNotAmongTheOptionsIsRefused() {
        ready();
        prompt("hello");
        PendingId pending = ask();

        assertThat(rig.refused(new Intent.AnswerPending(rig.sessionId(), pending, new Answer.Option("maybe")))
                        .code())
                .isEqualTo(ErrorCode.NO_SUCH_OPTION);
        assertThat(rig.refused(new Intent.AnswerPending(
                                rig.sessionId(), new PendingId("p999"), new Answer.Option("yes")))
                        .code())
                .isEqualTo(ErrorCode.NO_SUCH_PENDING);
        assertThat(state().open()).hasSize(1);
    }

    @Test
    void aCancelClosesTheQuestionsInTheSameStepAndNamesItsTurn() {
        ready();
        prompt("hello");
        PendingId pending = ask();
        TurnId turn = state().activity().turn();
        assertThat(rig.refused(new Intent.Cancel(rig.sessionId(), new TurnId(turn.started() + 1)))
                        .code())
                .isEqualTo(ErrorCode.NO_SUCH_TURN);
        rig.accepted(new Intent.Cancel(rig.sessionId(), turn));
        assertThat(state().open()).isEmpty();
        assertThat(rig.refused(new Intent.AnswerPending(rig.sessionId(), pending, new Answer.Option("yes")))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));

        assertThat(agent().commands).endsWith("cancel");
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(rig.refused(new Intent.Cancel(rig.sessionId(), turn)).code()).isEqualTo(ErrorCode.NO_SUCH_TURN);
    }

    @Test
    void anExitOfTheAgentClosesTurnQuestionsAndCallsInOneStep() {
        ready();
        prompt("hello");
        ask();
        emit(new AgentEvent.Exited(3, false, "It crashed."));

        assertThat(state().open()).isEmpty();
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(state().activity().detail()).isEqualTo("It crashed.");
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(state().transcript().items())
                .anyMatch(item ->
                        item instanceof Item.ToolItem tool && tool.call().status() == ToolStatus.CANCELLED)
                .anyMatch(item -> item instanceof Item.PendingItem asked
                        && asked.answer().outcome() == PendingAnswer.Outcome.CLOSED);
        assertThat(agent().commands).endsWith("close");
    }

    @Test
    void promptsQueueWhileATurnRunsAndStartInTurn() {
        ready();
        prompt("one");
        IntentResult.Accepted two = prompt("two");
        prompt("three");
        assertThat(two.outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        emit(new AgentEvent.TurnDone(StopReason.FAILED, "no credit"));

        assertThat(agent().commands).containsExactly("start", "prompt one", "prompt two", "prompt three");
    }

    @Test
    void aSteerGoesToTheFrontAndCancelsTheTurn() {
        ready();
        prompt("one");
        prompt("two");
        rig.accepted(new Intent.Prompt(rig.sessionId(), "now", WhenBusy.STEER));
        emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));

        assertThat(agent().commands).containsExactly("start", "prompt one", "cancel", "prompt now");
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("two");
    }

    @Test
    void aQueuedPromptIsEditedOnlyInTheRevisionThatWasSeen() {
        ready();
        prompt("one");
        prompt("two");
        long id = state().queue().get(0).queueId();
        rig.accepted(new Intent.EditQueued(rig.sessionId(), id, 1, "two!"));
        IntentResult.Refused stale = rig.refused(new Intent.EditQueued(rig.sessionId(), id, 1, "two?"));
        prompt("three");
        rig.accepted(
                new Intent.MoveQueued(rig.sessionId(), state().queue().get(1).queueId(), 0));

        assertThat(stale.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("three", "two!");
        rig.accepted(new Intent.RemoveQueued(rig.sessionId(), id));
        assertThat(rig.refused(new Intent.EditQueued(rig.sessionId(), id, 2, "two"))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("three");
    }

    @Test
    void aRepeatedRequestFindsItsOutcomeAlsoWhenItCouldNotBeDoneNow() {
        ready();
        rig.submitAs("r1", Scope.STEER, new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE));
        rig.run();
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""), new AgentEvent.Exited(0, false, "gone"));
        rig.submitAs("r1", Scope.STEER, new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE));
        rig.run();

        assertThat(rig.results()).hasSize(2);
        assertThat(rig.results().get(0)).isEqualTo(rig.results().get(1));
        assertThat(agent().commands).filteredOn(c -> c.startsWith("prompt")).hasSize(1);
    }

    @Test
    void aDeviceThatMayOnlyAnswerMayNotPrompt() {
        ready();
        rig.submitAs("r1", Scope.ANSWER, new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE));
        rig.run();

        assertThat(((IntentResult.Refused) rig.results().get(0)).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void whatADeviceSentBeforeItsScopeWasLoweredIsRefusedIfTheSessionHasNotBegunIt() {
        ready();
        AtomicReference<Scope> scope = new AtomicReference<>(Scope.STEER);
        PermissionCheck permit = needed -> scope.get().covers(needed);
        rig.submitAs("r1", permit, new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE));

        scope.set(Scope.VIEW);
        rig.run();

        assertThat(((IntentResult.Refused) rig.results().get(0)).code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(agent().commands).noneMatch(command -> command.startsWith("prompt"));
    }

    @Test
    void afterARestartOfTheHostATurnIsInterruptedAndAPromptLoadsTheSession() throws Exception {
        ready();
        prompt("one");
        ask();
        prompt("two");
        rig.reload();
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(state().open()).isEmpty();
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("two");
        prompt("three");
        agent().emit(
                        new AgentEvent.Replayed(new AgentEvent.MessageChunk(null, "old words")),
                        new AgentEvent.Ready("Fake", "1", "fake-session", ContextRestore.KEPT));
        rig.run();

        assertThat(rig.launches().requests.get(1).agentSessionId()).isEqualTo("fake-session");
        assertThat(rig.launches().requests.get(1).mode()).isEqualTo(FakeAgent.ASKING.modeId());
        assertThat(agent().commands).containsExactly("start", "prompt two");
        assertThat(rig.chunks()).doesNotContain("old words");
    }

    @Test
    void anAgentThatStartsAnewInASessionWithAPastHasLostItsMemory() throws Exception {
        ready();
        prompt("one");
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.reload();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        agent().emitReady(ContextRestore.NEW);
        rig.run();

        assertThat(state().info().memory()).isEqualTo(ContextRestore.LOST);
        assertThat(state().transcript().items())
                .anyMatch(item ->
                        item instanceof Item.NoteItem note && note.code().equals("memoryLost"));
    }

    @Test
    void aClosedSessionEndsItsAgentAndComesBackWithAPrompt() {
        ready();
        prompt("one");
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(state().activity().doing()).isEqualTo(LastEvent.CLOSED);
        assertThat(agent().commands).endsWith("close");
        prompt("two");

        assertThat(rig.launches().launched).hasSize(2);
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.STARTING);
    }

    @Test
    void anAgentThatDoesNotStartLeavesItsReasonAndThePromptWaits() {
        rig.create("hello");
        emit(new AgentEvent.StartFailed(ErrorCode.AGENT_FAILED, "It ended at once with code 127.", 127));

        assertThat(state().activity().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(state().activity().detail()).isEqualTo("It ended at once with code 127.");
        assertThat(state().queue()).hasSize(1);
    }

    @Test
    void aLoginThatIsNeededIsSaidWithTheAgentsOwnCommand() {
        rig.create("hello");
        emit(new AgentEvent.LoginNeeded("fake login", "Log in first."));

        assertThat(state().activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
        assertThat(state().activity().detail()).isEqualTo("fake login");
        IntentResult.Refused refused = rig.refused(new Intent.SetMode(rig.sessionId(), "auto"));
        assertThat(refused.code()).isEqualTo(ErrorCode.NEEDS_LOGIN);
        assertThat(refused.text()).endsWith("run: fake login");
    }

    @Test
    void whatAnEarlierLifeOfTheAgentStillSaysIsNotTaken() {
        ready();
        FakeAgent first = agent();
        emit(new AgentEvent.Exited(1, false, "gone"));
        prompt("again");
        assertThat(rig.launches().launched).hasSize(2);
        rig.late(first, new AgentEvent.MessageChunk(null, "ghost"));

        assertThat(rig.chunks()).doesNotContain("ghost");
    }

    @Test
    void aSilentAgentIsCalledQuietUntilItsNextSign() {
        ready();
        prompt("one");
        rig.clock().advance(Duration.ofMinutes(4));
        rig.session().checkProgress();
        rig.run();
        assertThat(rig.session().feed().head().label()).isEqualTo(WatchLabel.QUIET);
        emit(new AgentEvent.MessageChunk(null, "here"));

        assertThat(rig.session().feed().head().label()).isEqualTo(WatchLabel.NONE);
    }

    @Test
    void anAgentIsNotCalledQuietForTheTimeInWhichTheMachineSlept() {
        ready();
        prompt("one");
        emit(new AgentEvent.MessageChunk(null, "here"));
        rig.setForward(Duration.ofHours(8));
        rig.session().checkProgress();
        rig.run();
        assertThat(rig.session().feed().head().label()).isEqualTo(WatchLabel.NONE);

        rig.clock().advance(Duration.ofMinutes(4));
        rig.session().checkProgress();
        rig.run();
        assertThat(rig.session().feed().head().label()).isEqualTo(WatchLabel.QUIET);
    }

    @Test
    void aClockThatIsSetBackLeavesTheJournalInOrder() {
        ready();
        prompt("one");
        emit(new AgentEvent.MessageChunk(null, "before"));
        rig.setForward(Duration.ofHours(-5));
        emit(new AgentEvent.MessageChunk(null, "after"));
        emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        String before = rig.chunks().toString();
        rig.reload();
        assertThat(rig.chunks().toString()).isEqualTo(before).contains("before", "after");
    }

    @Test
    void aSilentAgentWhoseProcessesStandStillIsCalledStuckWithTheEvidence() {
        ready();
        prompt("one");
        Instant since = rig.clock().instant();
        agent().usage = Optional.of(new ProcessUsage(Duration.ofSeconds(2), OptionalLong.of(1), 4));
        for (int look = 0; look < 14; look++) {
            rig.clock().advance(Duration.ofSeconds(15));
            rig.session().checkProgress();
            rig.run();
        }
        SessionSummary summary = rig.session().feed().head().summary();
        assertThat(summary.label()).isEqualTo(WatchLabel.STUCK);
        assertThat(summary.evidence().quietSince()).isEqualTo(since);
        assertThat(summary.evidence().processes()).isEqualTo(4);
        assertThat(summary.evidence().cpu()).isZero();

        emit(new AgentEvent.Exited(137, false, "The process was ended by signal 9 (KILL)."));
        assertThat(rig.session().feed().head().summary().label()).isEqualTo(WatchLabel.NONE);
        assertThat(state().activity().turn()).as("no turn outlives its process").isNull();
    }

    private IntentResult answer(String request, Scope scope, Intent intent) {
        rig.results().clear();
        rig.submitAs(request, scope, intent);
        rig.run();
        assertThat(rig.results()).hasSize(1);
        return rig.results().get(0);
    }

    private static ErrorCode code(IntentResult result) {
        return ((IntentResult.Refused) result).code();
    }

    @Test
    void namesThatAreTooLongAreRefusedAndNotCut() {
        ready();
        String longest = "n".repeat(200);
        rig.accepted(new Intent.RenameSession(rig.sessionId(), "  " + longest + "\n"));
        rig.accepted(Intent.Organise.group(rig.sessionId(), "g".repeat(60)));
        assertThat(rig.refused(new Intent.RenameSession(rig.sessionId(), longest + "x"))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(rig.refused(new Intent.RenameSession(rig.sessionId(), " \n")).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(rig.refused(Intent.Organise.group(rig.sessionId(), "g".repeat(61)))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);

        assertThat(state().info().name()).isEqualTo(longest);
        assertThat(state().info().organisation().group()).isEqualTo("g".repeat(60));
    }

    @Test
    void aRequestIdThatStandsForAnotherIntentIsAConflictAlsoAfterARestart() {
        ready();
        Intent first = new Intent.RenameSession(rig.sessionId(), "One");
        Intent other = new Intent.RenameSession(rig.sessionId(), "Two");
        IntentResult accepted = answer("r1", Scope.STEER, first);
        assertThat(accepted).isInstanceOf(IntentResult.Accepted.class);
        assertThat(answer("r1", Scope.STEER, first)).isEqualTo(accepted);
        assertThat(code(answer("r1", Scope.STEER, other))).isEqualTo(ErrorCode.CONFLICT);

        rig.restart();
        assertThat(answer("r1", Scope.STEER, first)).isEqualTo(accepted);
        assertThat(code(answer("r1", Scope.STEER, other))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(state().info().name()).isEqualTo("One");
    }

    @Test
    void anOutcomeIsLookedUpBeforeTheScopeAndTheRequestOfARefusedIntentIsFree() {
        ready();
        Intent first = new Intent.RenameSession(rig.sessionId(), "One");
        Intent other = new Intent.RenameSession(rig.sessionId(), "Two");
        assertThat(code(answer("r1", Scope.VIEW, other))).isEqualTo(ErrorCode.FORBIDDEN);
        IntentResult accepted = answer("r1", Scope.STEER, first);
        assertThat(accepted).isInstanceOf(IntentResult.Accepted.class);

        assertThat(answer("r1", Scope.VIEW, first)).isEqualTo(accepted);
        assertThat(code(answer("r1", Scope.VIEW, other))).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void anOutcomeThatWasKeptWithoutADigestIsGivenAgainWhateverTheIntent() {
        ready();
        rig.submitWithoutDigest("r1", new Intent.RenameSession(rig.sessionId(), "One"));
        rig.run();
        IntentResult accepted = rig.results().get(rig.results().size() - 1);

        assertThat(answer("r1", Scope.STEER, new Intent.RenameSession(rig.sessionId(), "Two")))
                .isEqualTo(accepted);
        assertThat(state().info().name()).isEqualTo("One");
    }

    @Test
    void aChangeOfModeCarriesTheRequestThatAskedForIt() {
        ready();
        rig.submitAs("r-mode", Scope.STEER, new Intent.SetMode(rig.sessionId(), "auto"));
        rig.run();
        emit(new AgentEvent.ModeChanged("auto", List.of(FakeAgent.ASKING, FakeAgent.FREE)));

        assertThat(state().offer().modeName()).isEqualTo("Auto");
        assertThat(rig.causeOfLast().requestId().value()).isEqualTo("r-mode");
    }

    @Test
    void anOfferThatAnAgentRepeatsIsNotJournaledAgain() {
        ready();
        AgentEvent[] offer = {
            new AgentEvent.ModeChanged("ask", List.of(FakeAgent.ASKING, FakeAgent.FREE)),
            new AgentEvent.ModelChanged("small", List.of(new AgentModel("small", "Small", ""))),
            new AgentEvent.OptionsChanged(List.of(new AgentOption("web", "Web", "", "", List.of(), "true"))),
            new AgentEvent.CommandsChanged(List.of(new AgentCommand("init", "Sets up", "")))
        };
        emit(offer);
        long before = state().seq();
        emit(offer);
        emit(new AgentEvent.ModeChanged("ask", List.of()), new AgentEvent.ModelChanged("small", List.of()));
        assertThat(state().seq()).isEqualTo(before);

        emit(new AgentEvent.CommandsChanged(List.of()), new AgentEvent.ModelChanged("large", List.of()));
        assertThat(state().seq()).isEqualTo(before + 2);
        assertThat(state().offer().modelId()).isEqualTo("large");
        assertThat(state().offer().commands()).isEmpty();
    }

    @Test
    void anOfferThatChangesNothingStillTellsTheDeviceThatAskedForIt() {
        ready();
        emit(new AgentEvent.ModeChanged("ask", List.of(FakeAgent.ASKING, FakeAgent.FREE)));
        rig.submitAs("r-mode", Scope.STEER, new Intent.SetMode(rig.sessionId(), "ask"));
        rig.run();
        emit(new AgentEvent.ModeChanged("ask", List.of(FakeAgent.ASKING, FakeAgent.FREE)));

        assertThat(rig.causeOfLast().requestId().value()).isEqualTo("r-mode");
    }

    @Test
    void whatWaitsIsBoundedInAll() {
        ready();
        prompt("one");
        String large = "x".repeat(PromptAssembler.MAX_PROMPT);
        prompt(large);
        prompt(large);

        assertThat(rig.refused(new Intent.Prompt(rig.sessionId(), "y", WhenBusy.QUEUE))
                        .code())
                .isEqualTo(ErrorCode.BUSY);
        assertThat(rig.refused(new Intent.Prompt(rig.sessionId(), large + "x", WhenBusy.QUEUE))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(state().queue()).hasSize(2);
    }

    @Test
    void anEndingHostEndsTurnAndQuestionsAndHandsItsAgentOut() {
        ready();
        prompt("one");
        ask();
        CompletableFuture<Optional<AgentAdapter>> retired =
                rig.session().retire(HostText.untranslated("The host was stopped."));
        rig.run();

        assertThat(retired).isCompletedWithValue(Optional.of(agent()));
        assertThat(state().open()).isEmpty();
        assertThat(state().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);
        assertThat(rig.refused(new Intent.Prompt(rig.sessionId(), "two", WhenBusy.QUEUE))
                        .code())
                .isEqualTo(ErrorCode.SHUTTING_DOWN);
        assertThat(rig.launches().launched).hasSize(1);
    }

    @Test
    void aTurnThatHasJustBegunIsNotCalledQuiet() {
        ready();
        rig.clock().advance(Duration.ofHours(1));
        prompt("one");
        rig.session().checkProgress();
        rig.run();

        assertThat(rig.session().feed().head().label()).isEqualTo(WatchLabel.NONE);
    }

    @Test
    void aToolCallOfTheNextLifeIsAnotherItemEvenUnderAnOldId() {
        ready();
        prompt("one");
        emit(
                new AgentEvent.ToolCall("call-1", ToolCallPatch.ofStatus(ToolStatus.COMPLETED, 0)),
                new AgentEvent.TurnDone(StopReason.END_TURN, ""),
                new AgentEvent.Exited(0, true, "closed"));
        prompt("two");
        agent().emitReady(ContextRestore.KEPT);
        rig.run();
        emit(new AgentEvent.ToolCall("call-1", ToolCallPatch.ofStatus(ToolStatus.IN_PROGRESS, 0)));

        assertThat(state().transcript().items())
                .filteredOn(Item.ToolItem.class::isInstance)
                .extracting(item -> ((Item.ToolItem) item).call().status())
                .containsExactly(ToolStatus.COMPLETED, ToolStatus.IN_PROGRESS);
    }

    @Test
    void aPromptRightAfterACloseWaitsForTheNextLife() {
        ready();
        FakeAgent first = agent();
        rig.holdDisk();
        rig.submit(new Intent.CloseSession(rig.sessionId()));
        rig.submit(new Intent.Prompt(rig.sessionId(), "two", WhenBusy.QUEUE));
        rig.run();
        rig.releaseDisk();
        rig.run();

        assertThat(first.commands).containsExactly("start", "close", "close");
        assertThat(rig.launches().launched).hasSize(2);
        agent().emitReady(ContextRestore.KEPT);
        rig.run();
        assertThat(agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void aSecondCloseTakesBackThatAPromptWantedTheAgentAgain() {
        ready();
        rig.holdDisk();
        rig.submit(new Intent.CloseSession(rig.sessionId()));
        rig.submit(new Intent.Prompt(rig.sessionId(), "two", WhenBusy.QUEUE));
        rig.submit(new Intent.CloseSession(rig.sessionId()));
        rig.run();
        rig.releaseDisk();
        rig.run();

        assertThat(rig.launches().launched).hasSize(1);
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);
        assertThat(state().queue()).extracting(QueuedPrompt::text).containsExactly("two");
    }

    @Test
    void whatWasDoneIsSaidAgainAlsoWhenTheDiskRefuses() {
        ready();
        Intent prompt = new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE);
        rig.submitAs("r1", Scope.STEER, prompt);
        rig.run();
        rig.failDisk();
        rig.submitAs("r2", Scope.STEER, prompt);
        rig.run();
        rig.submitAs("r1", Scope.STEER, prompt);
        rig.run();

        assertThat(rig.results()).hasSize(3);
        assertThat(((IntentResult.Refused) rig.results().get(1)).code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
        assertThat(rig.results().get(2)).isEqualTo(rig.results().get(0));
    }

    @Test
    void theAgentEndsAlsoWhenItsEndCannotBeJournaled() {
        ready();
        rig.failDisk();
        rig.submit(new Intent.Prompt(rig.sessionId(), "one", WhenBusy.QUEUE));
        rig.run();

        assertThat(agent().commands).contains("close").doesNotContain("prompt one");
        var retired = rig.session().retire(HostText.untranslated("The host was stopped."));
        rig.run();
        assertThat(retired).isCompletedWithValue(Optional.empty());
    }

    @Test
    void aModeModelOrPathOfNineMegabytesIsNotJournaledAndNotThereAfterARestart() {
        ready();
        String huge = "m".repeat(9_000_000);
        emit(new AgentEvent.ModeChanged(huge, List.of()));
        emit(new AgentEvent.ModelChanged(huge, List.of()));
        emit(new AgentEvent.ToolCall(
                "call-1",
                new ToolCallPatch(
                        "Read",
                        ToolKind.READ,
                        ToolStatus.COMPLETED,
                        Collections.nCopies(300, new ToolLocation(huge, 1)),
                        null,
                        null,
                        null,
                        0)));
        assertThat(state().offer().modeId()).isEmpty();
        assertThat(state().offer().modelId()).isEmpty();
        assertThat(rig.session().feed().head().summary().modeName()).isEmpty();
        assertThat(rig.journalFile().toFile().length()).isLessThan(10_000);

        rig.reload();
        assertThat(state().offer().modeId()).isEmpty();
    }

    @Test
    void inACopyTheHostRefusesWhatWouldChangeSomethingAndAsksAboutTheRest() {
        rig.worktrees().copies();
        ready();
        prompt("Review it.");
        rig.run();
        for (ToolKind kind : new ToolKind[] {ToolKind.EDIT, ToolKind.EXECUTE, ToolKind.READ, null}) {
            rig.agent()
                    .emit(new AgentEvent.Ask(
                            "ask-" + kind,
                            PendingKind.PERMISSION,
                            "May I?",
                            "",
                            null,
                            List.of(
                                    new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE),
                                    new PendingOption("no", "Reject", PendingOption.Kind.REJECT_ONCE)),
                            List.of(),
                            kind,
                            "x"));
            rig.run();
        }

        assertThat(state().open()).hasSize(1);
        assertThat(state().open().get(0).pending().toolKind()).isEqualTo(ToolKind.READ);
        assertThat(rig.agent().commands)
                .contains(
                        "answer ask-EDIT Option[optionId=no]",
                        "answer ask-EXECUTE Option[optionId=no]",
                        "answer ask-null Option[optionId=no]")
                .doesNotContain("answer ask-READ Option[optionId=no]");
    }
}
