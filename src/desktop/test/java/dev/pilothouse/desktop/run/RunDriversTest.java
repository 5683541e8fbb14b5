package dev.pilothouse.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.goal.GoalDriver;
import dev.pilothouse.desktop.goal.GoalSessions;
import dev.pilothouse.desktop.reviewer.ReviewDriver;
import dev.pilothouse.desktop.run.RunRecord.Marks;
import dev.pilothouse.desktop.run.RunRecord.Step;
import dev.pilothouse.desktop.run.RunRecord.StepKind;
import dev.pilothouse.desktop.team.TeamDriver;
import dev.pilothouse.desktop.tries.TryDriver;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The orders of drivers in moments that are hard to meet on a real host. */
class RunDriversTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final SessionId SESSION = new SessionId("s1");

    private final TryDriver tries = new TryDriver(null, null, session -> Optional.empty(), null, null);
    private final GoalDriver goals = new GoalDriver(
            new GoalDriver.Parts(new UnattendedSessions(), null, null, new ManualClock(NOW), ZoneOffset.UTC));

    private static RunTransaction run(
            RunKind kind, JsonObject state, List<RunMember> members, Map<String, JobId> jobs) {
        return run(kind, state, members, jobs, new QueuedPrompt());
    }

    private static RunTransaction run(
            RunKind kind,
            JsonObject state,
            List<RunMember> members,
            Map<String, JobId> jobs,
            RunTransaction.Surroundings surroundings) {
        Run run = new Run(
                new RunId("n1"),
                kind,
                "A run",
                "/home/me/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, NOW),
                RunStatus.RUNNING,
                members,
                List.of(),
                Map.of());
        RunRecord record = new RunRecord(
                run, "", StrictJson.write(state), 0, List.of(), Map.of("agent", Marks.NONE), jobs, Map.of(), List.of());
        return new RunTransaction(record, surroundings, NOW);
    }

    private static RunMember member(String key, SessionId session, RunMemberState state) {
        return RunMember.planned(key, RunRole.ATTEMPT, new AgentId("a1"), "", NOW)
                .withSession(session)
                .withState(state, HostText.NONE, NOW);
    }

    private static JsonObject goal() {
        JsonObject state = new JsonObject();
        state.add(
                "order",
                GoalCodec.ORDER.encode(new GoalOrder("Make it pass", List.of("npm test"), false, 0, GoalLimits.USUAL)));
        for (String text : List.of("directory", "tree", "lastTree", "lastResult", "message")) {
            state.addProperty(text, "");
        }
        for (String number : List.of("rounds", "checks", "failures", "elapsedMillis")) {
            state.addProperty(number, 1);
        }
        state.addProperty("phase", "WORKING");
        state.addProperty("interrupted", false);
        state.addProperty("repeat", false);
        return state;
    }

    private static List<StepKind> steps(RunTransaction run) {
        return run.result().steps().stream().map(Step::kind).toList();
    }

    @Test
    void anAttemptWhosePromptWaitedForItsAgentGetsTheAgentBackAfterARestart() {
        RunTransaction run = run(
                RunKind.TRY,
                new JsonObject(),
                List.of(member("m1", SESSION, RunMemberState.ACCEPTED), member("m2", SESSION, RunMemberState.FAILED)),
                Map.of());

        tries.hostStarted(run);

        assertThat(run.result().steps()).singleElement().satisfies(step -> {
            assertThat(step.kind()).isEqualTo(StepKind.RESUME);
            assertThat(step.member()).isEqualTo("m1");
        });
    }

    @Test
    void attemptsAreNotDiscardedWhileOneOfThemStarts() {
        JsonObject state = new JsonObject();
        state.add("check", new JsonArray());
        RunTransaction run = run(
                RunKind.TRY,
                state,
                List.of(member("m1", SESSION, RunMemberState.DONE), member("m2", null, RunMemberState.DISPATCHED)),
                Map.of());

        assertThatThrownBy(() -> tries.action(run, "discard", new JsonObject()))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    }

    @Test
    void aRemovalThatWasStoppedIsAnotherJobWhenTheAttemptsAreDiscardedAgain() throws Exception {
        RunTransaction run = run(
                RunKind.TRY,
                StrictJson.parseObject("{\"check\":[],\"repository\":\"/home/me/shop\"}"),
                List.of(member("m1", SESSION, RunMemberState.DONE), member("m2", SESSION, RunMemberState.DONE)),
                Map.of());

        discard(run);
        tries.stopping(run);
        discard(run);

        assertThat(run.result().steps())
                .filteredOn(step -> step.kind() == StepKind.JOB)
                .extracting(Step::name)
                .doesNotHaveDuplicates()
                .hasSize(4);

        for (String job : List.of("removing m1 2", "removing m2 2")) {
            tries.jobRefused(run, job, HostText.NONE);
        }
        assertThat(run.run().state()).isEqualTo(RunState.OVER);
    }

    /** Lets all attempts be discarded up to the jobs that remove their worktrees. */
    private void discard(RunTransaction run) throws RefusedException {
        JsonObject read = new JsonObject();
        read.addProperty("place", "/home/me/shop-worktrees/m");
        read.addProperty("head", "abc");
        tries.action(run, "discard", new JsonObject());
        for (String key : List.of("m1", "m2")) {
            tries.sessionClosed(run, run.member(key));
            tries.workDone(run, "removing " + key, read);
        }
    }

    /** Two attempts that have ended, the first with a check that failed, and a judge that has its prompt. */
    private static RunTransaction judged() throws CodecException {
        RunMember judge = RunMember.planned("judge", RunRole.JUDGE, new AgentId("a2"), "", NOW)
                .withSession(new SessionId("s3"))
                .withState(RunMemberState.DONE, HostText.NONE, NOW);
        return run(
                RunKind.TRY,
                StrictJson.parseObject(
                        "{\"check\":[],\"prompt\":\"Fix it\",\"judge\":{\"agent\":\"a2\",\"started\":true,"
                                + "\"prompt\":1,\"labels\":{\"A\":\"m2\",\"B\":\"m1\"}}}"),
                List.of(
                        member("m1", SESSION, RunMemberState.DONE).withCheck(RunCheck.FAILED),
                        member("m2", new SessionId("s2"), RunMemberState.DONE).withCheck(RunCheck.PASSED),
                        judge),
                Map.of());
    }

    private void answer(RunTransaction run, int prompt, String message) {
        tries.turnEnded(
                run,
                run.member("judge"),
                new RunTurn(new TurnId(9), StopReason.END_TURN, HostText.NONE, message, prompt, 10, NOW));
    }

    @Test
    void aVerdictNamesTheAttemptBehindItsLabelAndFlagsADisagreementWithTheCheck() throws Exception {
        RunTransaction agrees = judged();
        answer(agrees, 1, "{\"verdict\":\"A\",\"reasons\":[\"It is right.\"]}");
        assertThat(agrees.run().fact("verdict")).isEqualTo("m2");
        assertThat(agrees.run().fact("verdictReasons")).isEqualTo("It is right.");
        assertThat(agrees.run().fact("verdictDisagrees")).isEmpty();
        assertThat(steps(agrees)).containsExactly(StepKind.REMOVE, StepKind.WORK);

        RunTransaction disagrees = judged();
        answer(disagrees, 1, "{\"verdict\":\"B\",\"reasons\":[\"It is short.\"]}");
        assertThat(disagrees.run().fact("verdict")).isEqualTo("m1");
        assertThat(disagrees.run().fact("verdictDisagrees")).isEqualTo("1");
    }

    @Test
    void aJudgeIsAskedOnceMoreWithTheFaultAndThenThereIsNoVerdict() throws Exception {
        RunTransaction run = judged();
        answer(run, 1, "The first one.");
        assertThat(run.result().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.get("text")).contains("no valid JSON"));

        int second = run.result().marks("judge").prompts();
        answer(run, second, "{\"verdict\":\"C\",\"reasons\":[\"x\"]}");

        assertThat(run.run().fact("verdict")).isEmpty();
        assertThat(run.run().notes()).hasSize(1);
        assertThat(steps(run)).contains(StepKind.REMOVE, StepKind.WORK);
    }

    @Test
    void aJudgeBeginsOnceWhenAllAttemptsHaveEndedAndGetsNoNames() throws Exception {
        RunTransaction run = run(
                RunKind.TRY,
                StrictJson.parseObject("{\"check\":[],\"prompt\":\"Fix it\",\"judge\":{\"agent\":\"a2\"}}"),
                List.of(
                        member("m1", SESSION, RunMemberState.DONE),
                        member("m2", new SessionId("s2"), RunMemberState.DONE),
                        RunMember.planned("judge", RunRole.JUDGE, new AgentId("a2"), "", NOW)),
                Map.of());

        tries.waitingChanged(run, run.member("m1"));
        tries.waitingChanged(run, run.member("m2"));

        assertThat(steps(run)).containsExactly(StepKind.WORK);
        assertThat(run.state()
                        .getAsJsonObject("judge")
                        .getAsJsonObject("labels")
                        .keySet())
                .containsExactly("A", "B");
        assertThat(run.run().state()).isEqualTo(RunState.WAITING_FOR_YOU);
    }

    @Test
    void aGoalWhosePromptWaitedForItsAgentGetsTheAgentBackAfterARestart() {
        RunTransaction run = run(
                RunKind.GOAL, goal(), List.of(member(GoalDriver.MEMBER, SESSION, RunMemberState.ACCEPTED)), Map.of());

        goals.hostStarted(run);

        assertThat(steps(run)).containsExactly(StepKind.RESUME);
    }

    @Test
    void aReviewWhosePromptWaitedForItsAgentGetsTheAgentBackAfterARestart() {
        JsonObject state = new JsonObject();
        state.addProperty("phase", "REVIEWING");
        RunTransaction run =
                run(RunKind.REVIEW, state, List.of(member("reviewer", SESSION, RunMemberState.ACCEPTED)), Map.of());

        new ReviewDriver(null, null, null, null, List::of).hostStarted(run);

        assertThat(steps(run)).containsExactly(StepKind.RESUME);
    }

    @Test
    void aGoalThatWaitsForAPromptOfAPersonGoesOnWhenThatIsRemoved() {
        QueuedPrompt session = new QueuedPrompt();
        RunTransaction run = run(
                RunKind.GOAL,
                goal(),
                List.of(member(GoalDriver.MEMBER, SESSION, RunMemberState.DONE)),
                Map.of(),
                session);
        goals.turnEnded(run, run.member(GoalDriver.MEMBER), turn());
        assertThat(run.state().get("phase").getAsString()).isEqualTo("HELD");
        Map<String, Instant> timers = run.result().timers();
        assertThat(timers).hasSize(1);

        session.queued = 0;
        timers.keySet().forEach(timer -> goals.timer(run, timer));

        assertThat(steps(run)).containsExactly(StepKind.WORK);
    }

    @Test
    void aGoalThatAPersonEndsDuringACheckEndsTheCheckToo() throws RefusedException {
        RunTransaction run = run(
                RunKind.GOAL,
                goal(),
                List.of(member(GoalDriver.MEMBER, SESSION, RunMemberState.DONE)),
                Map.of("check 1", new JobId("j1")));

        goals.action(run, GoalDriver.MET, new JsonObject());

        assertThat(steps(run)).containsExactly(StepKind.CANCEL_JOB);
    }

    @Test
    void aGoalThatIsPausedTakesAPromptBackThatWaitsForItsAgent() throws RefusedException {
        RunTransaction run = run(
                RunKind.GOAL, goal(), List.of(member(GoalDriver.MEMBER, SESSION, RunMemberState.ACCEPTED)), Map.of());
        run.marks("agent", Marks.NONE.withPrompt());

        goals.action(run, GoalDriver.PAUSE, new JsonObject());

        assertThat(steps(run)).containsExactly(StepKind.TAKE_BACK);
        assertThat(run.state().get("repeat").getAsBoolean()).isTrue();
    }

    private static RunMember worker(int assigned, int finished, UsageReport.Total spend) {
        return RunMember.planned("a", RunRole.WORKER, new AgentId("a1"), "", NOW)
                .withSession(SESSION)
                .withState(RunMemberState.DONE, HostText.NONE, NOW)
                .withSpend(spend)
                .withFacts(Map.of("assigned", "" + assigned, "finished", "" + finished));
    }

    private static RunTransaction team(String limits, RunMember worker) throws CodecException {
        return run(
                RunKind.TEAM,
                StrictJson.parseObject(
                        "{\"workers\":[{\"name\":\"a\"}],\"keys\":{},\"directory\":\"/work\"" + limits + "}"),
                List.of(
                        RunMember.planned("lead", RunRole.LEAD, new AgentId("a1"), "", NOW)
                                .withSession(new SessionId("s2"))
                                .withState(RunMemberState.DONE, HostText.NONE, NOW),
                        worker),
                Map.of());
    }

    private static UsageReport.Total spent(long tokens, double usd) {
        return new UsageReport.Total(
                "", 1, 0, 0, new TokenCount(tokens, 0, 0, 0), List.of(new UsageReport.Cost("USD", usd, 0)));
    }

    private static RunTurn turn() {
        return new RunTurn(new TurnId(9), StopReason.END_TURN, HostText.NONE, "Done.", 1, 10, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"tokens\":500", ",\"cost\":0.5,\"currency\":\"USD\""})
    void aTeamThatHasUsedItsLimitStartsNothingMoreAndEndsWhenItsWorkIsDone(String limit) throws Exception {
        TeamDriver teams = new TeamDriver(Path.of("/data"), agent -> true, null);
        JsonObject assignment = StrictJson.parseObject("{\"worker\":\"a\",\"text\":\"More.\",\"key\":\"k\"}");

        RunTransaction below = team(limit, worker(0, 0, spent(499, 0.49)));
        teams.action(below, "assign", assignment);
        assertThat(steps(below)).containsExactly(StepKind.PROMPT);

        RunTransaction run = team(limit, worker(1, 0, spent(500, 0.5)));
        assertThatThrownBy(() -> teams.action(run, "assign", assignment))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused ->
                                assertThat(refused.sentence()).isEqualTo(HostText.of(HostTextCode.TEAM_BUDGET_USED)));
        teams.turnEnded(run, run.member("a"), turn());
        assertThat(run.run().status().stopReason()).isEqualTo(RunStopReason.BUDGET);
        assertThat(steps(run)).isEmpty();
    }

    @Test
    void aTeamWhoseCostsAreInAnotherCurrencyIsNotAtItsLimit() throws Exception {
        RunTransaction run = team(",\"cost\":0.1,\"currency\":\"EUR\"", worker(1, 0, spent(500, 0.5)));

        new TeamDriver(Path.of("/data"), agent -> true, null).turnEnded(run, run.member("a"), turn());

        assertThat(steps(run)).containsExactly(StepKind.WORK);
    }

    @Test
    void aLeadIsPromptedAgainTwentyTimesAtMost() throws Exception {
        TeamDriver teams = new TeamDriver(Path.of("/data"), agent -> true, null);
        JsonObject results = StrictJson.parseObject("{\"a\":\"Done.\"}");

        RunTransaction last = team(",\"continuations\":19", worker(1, 1, spent(1, 0)));
        teams.workDone(last, "results", results);
        assertThat(steps(last)).containsExactly(StepKind.PROMPT);

        RunTransaction run = team(",\"continuations\":20", worker(1, 1, spent(1, 0)));
        teams.workDone(run, "results", results);
        assertThat(run.run().status().stopReason()).isEqualTo(RunStopReason.CONTINUATIONS);
        assertThat(steps(run)).isEmpty();
    }

    /** Sessions that act without asking. */
    private static final class UnattendedSessions implements GoalSessions {
        @Override
        public Optional<SessionSummary> find(SessionId sessionId) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> directory(SessionId sessionId) {
            return Optional.empty();
        }

        @Override
        public boolean isTaken(SessionId sessionId) {
            return false;
        }

        @Override
        public Optional<String> unattended(SessionId sessionId) {
            return Optional.of("Yolo");
        }

        @Override
        public boolean isIsolated(SessionId sessionId) {
            return false;
        }
    }

    @Test
    void aRefusedParameterOfATryIsNamedWithTheFormThatItMustHave() {
        for (String[] wrong : new String[][] {
            {"\"prompt\":1", "\"prompt\": \"…\""},
            {
                "\"prompt\":\"Go.\",\"directory\":\"/work\",\"agents\":\"demo\"",
                "\"agents\": [{\"agent\": \"ID\", \"model\": \"MODEL\", \"count\": 2}]"
            },
            {
                "\"prompt\":\"Go.\",\"directory\":\"/work\",\"agents\":[{\"agent\":\"demo\"}],\"check\":\"npm test\"",
                "\"check\": [\"npm test\"]"
            },
        }) {
            RunOrder order = new RunOrder(
                    new RunId("n1"),
                    RunKind.TRY,
                    JsonParser.parseString("{" + wrong[0] + "}").getAsJsonObject(),
                    new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, NOW));
            assertThatThrownBy(() -> tries.plan(order))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.sentence().text())
                                    .endsWith("It must be like this: " + wrong[1]));
        }
    }

    /** A session without an agent, in which a prompt waits. */
    private static final class QueuedPrompt implements RunTransaction.Surroundings {
        int queued = 1;

        @Override
        public boolean isTaken(SessionId sessionId, Run by) {
            return false;
        }

        @Override
        public Optional<RunSessions.Observation> observe(SessionId sessionId) {
            return Optional.of(new RunSessions.Observation(
                    SessionPhase.GONE, null, null, false, HostText.NONE, queued, false, false));
        }

        @Override
        public Optional<Job> job(JobId jobId) {
            return Optional.empty();
        }
    }
}
