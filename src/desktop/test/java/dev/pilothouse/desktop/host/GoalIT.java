package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goals on a real host with real git, real checks and an agent of the test. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GoalIT {
    private static final RunId GOAL = new RunId("goal");

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestRepository repository;
    private TurnAgent agent;
    private TurnAgent reviewer;
    private TestHost host;
    private TestClient client;
    private SessionId session;

    @BeforeEach
    void start() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        agent = TurnAgent.knownIn(folder, work.resolve("agent"));
        reviewer = TurnAgent.alsoIn(folder, "critic", work.resolve("critic"));
        host = TestHost.on(folder);
        client = host.local();
        session = client.session(TurnAgent.ID, repository.root().toString());
        client.subscribe(session);
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    private static GoalOrder order(String... commands) {
        return new GoalOrder("Make the file done", List.of(commands), false, 0, GoalLimits.NONE);
    }

    private static GoalOrder order(int continuations, double budget, String... commands) {
        return order(commands).withLimits(new GoalLimits(continuations, 0, budget, budget > 0 ? "tokens" : ""));
    }

    private void begin(GoalOrder order) {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.StartRun(requestId, GOAL, RunKind.GOAL, GoalCodec.start(session, order)));
        client.ack(requestId);
    }

    private RequestId act(String action, String parameters) {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.ActOnRun(requestId, GOAL, action, parameters));
        return requestId;
    }

    private Run await(String what, Predicate<Run> condition) {
        return await(client, what, condition);
    }

    static Run await(TestClient client, String what, Predicate<Run> condition) {
        HostMessage.RunsChanged news = (HostMessage.RunsChanged) client.await(
                what,
                message -> message instanceof HostMessage.RunsChanged changed
                        && changed.changed().stream()
                                .anyMatch(run -> run.runId().equals(GOAL) && condition.test(run)));
        return news.changed().stream()
                .filter(run -> run.runId().equals(GOAL) && condition.test(run))
                .findFirst()
                .orElseThrow();
    }

    private Run awaitEnd() {
        return await("the end of the goal", run -> run.state().isOver());
    }

    private Run awaitState(RunState state, String text) {
        return await(
                state + ": " + text,
                run -> run.state() == state && run.status().sentence().text().contains(text));
    }

    @Test
    void theGoalIsMetWhenItsCheckPassesAndNotWhenTheAgentSaysSo() throws Exception {
        agent.turns("[ $1 -lt 3 ] || touch done; echo $1 > progress");

        begin(order("echo looking; test -f done"));

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(run.status().sentence().text()).isEqualTo("The check passed after 3 rounds.");
        assertThat(run.fact("round")).isEqualTo("3");
        assertThat(run.members().get(0).check()).isEqualTo(RunCheck.PASSED);
        assertThat(run.spend().tokens().total()).isEqualTo(300);
        List<String> prompts = agent.prompts();
        assertThat(prompts).hasSize(3);
        assertThat(prompts.get(0)).contains("Make the file done").contains("test -f done");
        assertThat(prompts.get(1)).contains("failed with exit code 1").contains("looking");
    }

    @Test
    void aRoundThatChangesNothingEndsTheGoal() throws Exception {
        begin(order("test -f done"));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.NO_CHANGE);
        assertThat(agent.prompts()).hasSize(2);
    }

    @Test
    void anotherOutputOfTheCheckIsNoProgress() throws Exception {
        begin(order("date +%s%N; test -f done"));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.NO_CHANGE);
    }

    @Test
    void theBudgetStartsNoMoreTurnsAndRaisingItGoesOn() throws Exception {
        agent.turns("echo $1 > progress");
        begin(order(0, 150, "test -f done"));
        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.BUDGET);
        assertThat(run.status().sentence().text()).contains("150 tokens");
        assertThat(agent.prompts()).hasSize(2);

        agent.turns("touch done");
        client.ack(act("raise", "{\"budget\":1000,\"unit\":\"tokens\"}"));

        assertThat(await("the goal", goal -> goal.status().stopReason() == RunStopReason.MET)
                        .fact("round"))
                .isEqualTo("3");
        assertThat(agent.prompts()).hasSize(3);
    }

    @Test
    void itContinuesAsOftenAsItMay() throws Exception {
        agent.turns("echo $1 > progress");

        begin(order(2, 0, "test -f done"));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.CONTINUATIONS);
        assertThat(agent.prompts()).hasSize(3);
    }

    @Test
    void withoutACheckThePersonIsAskedAndDecides() throws Exception {
        begin(order());
        Run asking = awaitState(RunState.WAITING_FOR_YOU, "There is no check");
        assertThat(asking.fact("phase")).isEqualTo("asking");

        client.ack(act("continue", "{\"text\":\"The colour is missing.\"}"));
        await(
                "the second question",
                run -> run.fact("phase").equals("asking") && run.fact("round").equals("2"));
        assertThat(agent.prompts().get(1)).contains("The colour is missing.");

        client.ack(act("met", "{}"));
        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
    }

    @Test
    void aPromptOfAPersonComesFirstAndIsCheckedToo() throws Exception {
        agent.turns(
                "echo $1 > progress; while [ $1 = 1 ] && [ ! -f go ]; do sleep 0.02; done; [ $1 = 1 ] || touch done");
        begin(order("test -f done"));
        client.awaitState(session, "a turn", state -> state.activity().turn() != null);
        client.done(new Intent.Prompt(session, "Mine", WhenBusy.QUEUE));

        Files.writeString(repository.root().resolve("go"), "");

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(agent.prompts()).hasSize(2).last().isEqualTo("Mine");
    }

    @Test
    void stoppingTheTurnPausesTheGoalAndResumingChecksFirst() throws Exception {
        agent.turns("touch done; sleep 600");
        begin(order("test -f done"));
        SessionState working =
                client.awaitState(session, "a turn", state -> state.activity().turn() != null);
        while (!Files.exists(repository.root().resolve("done"))) {
            Thread.onSpinWait();
        }

        client.done(new Intent.Cancel(session, working.activity().turn()));

        awaitState(RunState.PAUSED, "stopped the turn");
        client.ack(act("resume", "{}"));
        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(agent.prompts()).hasSize(1);
    }

    @Test
    void aPausedGoalSendsNothingAfterItsTurn() throws Exception {
        agent.turns("while [ ! -f go ]; do sleep 0.02; done");
        begin(order("test -f done"));
        client.awaitState(session, "a turn", state -> state.activity().turn() != null);
        client.ack(act("pause", "{}"));
        awaitState(RunState.PAUSED, "paused");

        Files.writeString(repository.root().resolve("go"), "");
        client.awaitState(session, "the end", state -> state.lastTurn() != null);
        agent.turns("touch done");
        client.ack(act(
                "edit",
                GoalCodec.ORDER
                        .encode(new GoalOrder("Another text", List.of("test -f done"), false, 0, GoalLimits.NONE))
                        .toString()));
        assertThat(agent.prompts()).hasSize(1);
        client.ack(act("resume", "{}"));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(agent.prompts()).hasSize(2).last().asString().contains("Another text");
    }

    @Test
    void aRateLimitWaitsForItsEndAndRepeatsThePrompt() throws Exception {
        agent.turns("[ $1 -gt 1 ] && touch done || "
                + "echo '\"error\":{\"code\":-32603,\"message\":\"Rate limit reached, retry after 1 seconds\"}'");

        begin(order("test -f done"));

        await(
                "the rate limit",
                run -> run.fact("phase").equals("limited") && !run.fact("until").isEmpty());
        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(agent.prompts()).hasSize(2).allMatch(text -> text.startsWith("Work towards this goal"));
    }

    @Test
    void aUsedUpQuotaPausesAndDoesNotContinue() throws Exception {
        agent.turns("echo '\"error\":{\"code\":-32603,\"message\":\"insufficient_quota: check your billing\"}'");

        begin(order("test -f done"));

        awaitState(RunState.PAUSED, "quota");
        assertThat(agent.prompts()).hasSize(1);
    }

    @Test
    void theCheckOfTheRepositoryAsksInTheSessionAndTheGoalSaysThatItWaits() throws Exception {
        repository.commit(".pilothouse.json", "{\"check\":[\"test -f done\"]}");
        agent.turns("touch done");
        begin(new GoalOrder("Make the file done", List.of(), true, 0, GoalLimits.NONE));

        awaitState(RunState.WAITING_FOR_YOU, "answer");
        SessionState asked =
                client.awaitState(session, "a question", state -> !state.open().isEmpty());
        client.done(new Intent.AnswerPending(
                session, asked.open().get(0).pending().pendingId(), new Answer.Option("allow")));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
    }

    @Test
    void aSessionHasOneGoalAndADeviceThatAnswersStartsNone() throws Exception {
        agent.turns("sleep 600");
        begin(order("test -f done"));
        RequestId second = TestClient.newRequestId();
        client.send(new ClientMessage.StartRun(
                second, new RunId("other"), RunKind.GOAL, GoalCodec.start(session, order("true"))));
        assertThat(client.refused(second).code()).isEqualTo(ErrorCode.CONFLICT);

        try (TestClient watch = host.device("Watch", Scope.ANSWER)) {
            RequestId third = TestClient.newRequestId();
            watch.send(new ClientMessage.StartRun(
                    third, new RunId("third"), RunKind.GOAL, GoalCodec.start(session, order("true"))));
            assertThat(watch.refused(third).code()).isEqualTo(ErrorCode.FORBIDDEN);
        }
        client.ack(act("stop", "{}"));
        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.STOPPED);
        client.awaitState(
                session, "the end of the turn", state -> state.activity().turn() == null);
    }

    private static String verdict(boolean met, String... reasons) {
        return "Let me see.\n```json\n{\"verdict\":\"" + (met ? "met" : "notMet") + "\",\"reasons\":["
                + String.join(
                        ",",
                        List.of(reasons).stream()
                                .map(reason -> '"' + reason + '"')
                                .toList()) + "]}\n```";
    }

    @Test
    void aReviewerMeetsTheGoalAndItsReasonsGoBackToTheAgent() throws Exception {
        reviewer.says(verdict(false, "The file done is empty."), verdict(true)).turns("touch spoiled");
        agent.turns("echo $1 > done");

        begin(order("test -f done").withReviewer("critic", ""));

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(run.status().sentence().text()).contains("reviewer").contains("2 rounds");
        assertThat(run.fact("verdict")).isEqualTo("met");
        assertThat(agent.prompts()).hasSize(2);
        assertThat(agent.prompts().get(1)).contains("The check passed").contains("The file done is empty.");
        assertThat(reviewer.prompts()).hasSize(2);
        assertThat(reviewer.prompts().get(0))
                .contains("Make the file done")
                .contains("test -f done")
                .contains("+1");
        assertThat(repository.root().resolve("spoiled")).doesNotExist();
        SessionId gone = run.member("reviewer").orElseThrow().sessionId();
        client.await(
                "the removal of the reviewer's session",
                message -> message instanceof HostMessage.OverviewChanged changed
                        && changed.removed().contains(gone));
    }

    @Test
    void theSameFilesAreNotJudgedTwice() throws Exception {
        reviewer.says(verdict(false, "Nothing is done."));

        begin(order().withReviewer("critic", ""));

        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.NO_CHANGE);
        assertThat(agent.prompts()).hasSize(2);
        assertThat(reviewer.prompts()).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoVerdictIsAskedForOnceMoreAndThenThePersonDecides() throws Exception {
        reviewer.says("It is met, I think.");

        begin(order().withReviewer("critic", ""));

        awaitState(RunState.PAUSED, "could not be read");
        assertThat(reviewer.prompts()).hasSize(2);
        reviewer.says(verdict(true, "Good."));
        client.ack(act("resume", "{}"));
        assertThat(awaitEnd().status().stopReason()).isEqualTo(RunStopReason.MET);
    }

    @Test
    void aPromptOfAPersonDuringAReviewLetsTheReviewerLookAgain() throws Exception {
        reviewer.says(verdict(true)).turns("while [ $1 = 1 ]; do sleep 0.05; done");
        agent.turns("echo $1 > progress");
        begin(order().withReviewer("critic", ""));
        await("the review", run -> run.member("reviewer").orElseThrow().state() == RunMemberState.WORKING);

        client.done(new Intent.Prompt(session, "Mine", WhenBusy.QUEUE));

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(reviewer.prompts()).hasSize(2);
        assertThat(reviewer.prompts().get(1)).contains("+2");
    }

    @Test
    void anAgentThatTheHostDoesNotHaveJudgesNothing() {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.StartRun(
                requestId, GOAL, RunKind.GOAL, GoalCodec.start(session, order().withReviewer("nobody", ""))));

        assertThat(client.refused(requestId).sentence().text()).contains("nobody");
    }

    private SessionId unattended(WorktreeRequest worktree) throws Exception {
        agent.modes();
        SessionId created = client.done(new Intent.CreateSession(
                        new AgentId(TurnAgent.ID), repository.root().toString(), "yolo", null, null, null, worktree))
                .sessionId();
        client.subscribe(created);
        client.awaitState(created, "its mode", state -> state.offer().modeId().equals("yolo"));
        return created;
    }

    @Test
    void aSessionThatDoesNotAskGetsNoGoalInADirectoryOfOthers() throws Exception {
        session = unattended(null);
        RequestId requestId = TestClient.newRequestId();

        client.send(new ClientMessage.StartRun(
                requestId, GOAL, RunKind.GOAL, GoalCodec.start(session, order("test -f done"))));

        HostMessage.Failure refused = client.refused(requestId);
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.sentence().text()).contains("Yolo").contains("worktree");
        assertThat(agent.prompts()).isEmpty();
    }

    @Test
    void aSessionThatDoesNotAskMayHaveAGoalInItsOwnWorktreeAndTheGoalNamesThat() throws Exception {
        session = unattended(new WorktreeRequest("apart", ""));
        agent.turns("touch done");

        begin(order("test -f done"));

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.MET);
        assertThat(run.fact("unattended")).isEqualTo("Yolo");
    }

    @Test
    void aSessionThatNoLongerAsksGetsNoFurtherPrompt() throws Exception {
        agent.modes();
        session = client.session(TurnAgent.ID, repository.root().toString());
        client.subscribe(session);
        client.awaitState(session, "its mode", state -> state.offer().modeId().equals("ask"));
        agent.turns("echo $1 > progress; while [ ! -f go ]; do sleep 0.02; done");
        begin(order("test -f done"));
        client.awaitState(session, "a turn", state -> state.activity().turn() != null);

        client.done(new Intent.SetMode(session, "yolo"));
        client.awaitState(session, "the mode", state -> state.offer().modeId().equals("yolo"));
        Files.writeString(repository.root().resolve("go"), "");

        Run run = awaitEnd();
        assertThat(run.status().stopReason()).isEqualTo(RunStopReason.BLOCKED);
        assertThat(run.status().sentence().text()).contains("Yolo").contains("Choose a mode that asks");
        assertThat(agent.prompts()).hasSize(1);
    }

    @Test
    void limitsAndTextsThatCannotBeAreRefused() {
        for (GoalOrder wrong : List.of(
                order("true").withLimits(new GoalLimits(-1, 0, 0, "")),
                order("true").withLimits(new GoalLimits(0, 0, 5, "coins")),
                new GoalOrder(" ", List.of("true"), false, 0, GoalLimits.NONE))) {
            RequestId requestId = TestClient.newRequestId();
            client.send(new ClientMessage.StartRun(requestId, GOAL, RunKind.GOAL, GoalCodec.start(session, wrong)));
            assertThat(client.refused(requestId).code()).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    /** The prompts in the transcript. */
    static List<Item.UserItem> promptsOf(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.UserItem.class::isInstance)
                .map(Item.UserItem.class::cast)
                .toList();
    }
}
