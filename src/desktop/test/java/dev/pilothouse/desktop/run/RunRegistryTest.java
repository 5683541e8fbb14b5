package dev.pilothouse.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over a real journal and sessions that keep their requests as a host does: what a kill leaves is continued. */
class RunRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final RunId RUN = new RunId("n1");

    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = NamedThreads.timer(NamedThreads.factory("test-timer"));
    private FakeRunSessions sessions = new FakeRunSessions();
    private final List<HostMessage> answers = new ArrayList<>();
    private final List<TurnUsage> spent = new ArrayList<>();
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private TwoRounds driver = new TwoRounds();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private JobRegistry jobs;
    private ManualLane lane;
    private RunRegistry runs;
    private int opened;
    private Runnable beforeStart = () -> {};
    private Runnable whileRead = () -> {};
    private Thread.UncaughtExceptionHandler before;

    /** A reported defect would otherwise reach the handler of TestFX, which throws it again in a later test. */
    @BeforeEach
    void takeReportedDefects() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> reported.add(defect));
    }

    @AfterEach
    void leaveReportedDefects() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @BeforeEach
    void openJobs() throws IOException {
        jobs = JobRegistry.open(folder.resolve("jobs.jsonl"), clock, timer, new NoQuestions());
        open();
    }

    @AfterEach
    void close() {
        runs.close();
        jobs.close();
        timer.shutdownNow();
    }

    private void open() throws IOException {
        lane = new ManualLane("runs-" + opened++, 100, new ManualClock());
        runs = RunRegistry.open(folder.resolve("runs.jsonl"), clock, lane, sessions, jobs, Runnable::run);
        runs.register(RunKind.TRY, driver);
        sessions.listener = runs::sessionChanged;
        beforeStart.run();
        runs.start((start, each) -> {
            whileRead.run();
            spent.forEach(each);
        });
        settle();
    }

    /** Runs tasks and due timers until nothing follows from them. */
    private void settle() {
        do {
            lane.elapse(Duration.ZERO);
        } while (lane.waiting() > 0);
        for (int i = 0; i < 20; i++) {
            lane.elapse(Duration.ZERO);
        }
        assertThat(lane.failures()).isEmpty();
    }

    /** As after a kill: what was not written is lost. */
    private void openAgain() throws IOException {
        runs.close();
        open();
    }

    private void start() {
        start("{}");
    }

    private void start(String parameters) {
        runs.start(new ClientMessage.StartRun(new RequestId("q1"), RUN, RunKind.TRY, parameters), by(), answers::add);
        settle();
    }

    private void act(String request, String action, String parameters) {
        runs.act(new ClientMessage.ActOnRun(new RequestId(request), RUN, action, parameters), by(), answers::add);
        settle();
    }

    private static JobRequest by() {
        return new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, NOW);
    }

    private Run run() {
        return runs.all().stream()
                .filter(run -> run.runId().equals(RUN))
                .findFirst()
                .orElseThrow();
    }

    private RunMemberState state(String key) {
        return run().member(key).orElseThrow().state();
    }

    @Test
    void aRunStartsItsSessionsAndSendsItsPromptsInTheirOrder() {
        start();

        assertThat(answers).singleElement().isInstanceOf(HostMessage.Ack.class);
        assertThat(sessions.log)
                .containsExactlyInAnyOrder(
                        "create a1",
                        "name s1 One",
                        "group s1 Twice",
                        "prompt s1 first",
                        "create a2",
                        "name s2 Two",
                        "group s2 Twice",
                        "prompt s2 first");
        assertThat(state("m1")).isEqualTo(RunMemberState.WORKING);
        assertThat(runs.runOf(new SessionId("s1"))).contains(RUN);
    }

    @Test
    void theDriverGetsTheLastMessageOfItsOwnPromptAndTellsOneOfAPersonApart() {
        start();
        sessions.endTurn("s1", StopReason.END_TURN, "Done so far.");
        settle();

        assertThat(driver.turns).containsExactly("m1 1 END_TURN Done so far.");
        assertThat(sessions.log).contains("prompt s1 second");

        sessions.endTurn("s1", StopReason.END_TURN, "All done.");
        sessions.promptOfPerson("s1");
        sessions.endTurn("s1", StopReason.END_TURN, "As you said.");
        settle();

        assertThat(driver.turns)
                .containsExactly("m1 1 END_TURN Done so far.", "m1 2 END_TURN All done.", "m1 0 END_TURN As you said.");
    }

    @Test
    void aRunThatIsDoneIsOverAndItsSessionsAreFreeAgain() {
        start();
        finishAll();

        assertThat(run().state()).isEqualTo(RunState.OVER);
        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
        assertThat(run().status().endedAt()).isEqualTo(NOW);
        assertThat(runs.runOf(new SessionId("s1"))).isEmpty();
    }

    private void finishAll() {
        for (int round = 0; round < 2; round++) {
            sessions.endAllTurns();
            settle();
        }
    }

    @Test
    void aKillBetweenAnyTwoStepsLosesNoPromptAndSendsNoneTwice() throws IOException {
        List<String> whole = runWithKills(Integer.MAX_VALUE, false);
        int steps = sessions.submitted;

        assertThat(whole).hasSize(10);
        for (int kill = 1; kill <= steps; kill++) {
            for (boolean applied : new boolean[] {false, true}) {
                assertThat(runWithKills(kill, applied))
                        .as("killed %s step %s", applied ? "after" : "before", kill)
                        .containsExactlyInAnyOrderElementsOf(whole);
                assertThat(run().status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            }
        }
    }

    /** @param applied whether the step takes effect before the host is killed */
    private List<String> runWithKills(int kill, boolean applied) throws IOException {
        runs.close();
        folder = Files.createTempDirectory(folder, "kill");
        sessions = new FakeRunSessions();
        driver = new TwoRounds();
        open();
        sessions.killAt = kill;
        sessions.killAfter = applied;
        start();
        for (int i = 0; i < 6; i++) {
            if (sessions.killed) {
                sessions.killed = false;
                sessions.killAt = Integer.MAX_VALUE;
                openAgain();
                // The client has got no answer, and asks again.
                start();
            }
            sessions.endAllTurns();
            settle();
        }
        return List.copyOf(sessions.log);
    }

    @Test
    void aTurnThatEndsWhileTheHostIsDownIsReportedAtTheNextStart() throws IOException {
        start();
        runs.close();
        sessions.endTurn("s1", StopReason.INTERRUPTED, "");
        open();

        assertThat(driver.turns).containsExactly("m1 1 INTERRUPTED ");
        assertThat(driver.restarts).isEqualTo(1);
    }

    @Test
    void aPromptIsNotOnItsWayAfterItsTurnAlsoIfAKillCameBeforeItsOutcomeWasRecorded() throws IOException {
        sessions.sessionOfPerson("s9");
        driver.adopts = true;
        sessions.killAt = 1;
        sessions.killAfter = true;
        start();
        runs.close();
        sessions.killed = false;
        sessions.endTurn("s9", StopReason.INTERRUPTED, "");
        open();

        assertThat(driver.turns).containsExactly("m1 1 INTERRUPTED ");
        assertThat(driver.busy).containsExactly(false);
        assertThat(sessions.log).containsExactly("prompt s9 first", "prompt s9 second");
    }

    @Test
    void theSameStartAgainIsTheSameRunAndAnotherOneWithItsIdIsAConflict() {
        start();
        start();
        start("{\"other\":1}");

        assertThat(runs.all()).hasSize(1);
        assertThat(answers.get(1)).isInstanceOf(HostMessage.Ack.class);
        assertThat(((HostMessage.Failure) answers.get(2)).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void anActionTakesEffectOnceHoweverOftenItIsSent() throws IOException {
        start();
        act("q2", "note", "{}");
        openAgain();
        act("q2", "note", "{}");

        assertThat(run().notes()).hasSize(1);
        assertThat(answers).allMatch(HostMessage.Ack.class::isInstance);
    }

    @Test
    void anUnknownActionIsRefusedAndChangesNothing() {
        start();
        act("q2", "dance", "{}");

        assertThat(((HostMessage.Failure) answers.get(1)).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void stoppingARunClosesItsSessionsAndThenEndsIt() {
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{}");

        assertThat(sessions.log).contains("close s1", "close s2");
        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.STOPPED);
        assertThat(state("m1")).isEqualTo(RunMemberState.STOPPED);
        assertThat(driver.turns).isEmpty();
    }

    @Test
    void promptsThatWaitBehindTheTurnOfAStoppedMemberAreTakenBackBeforeItsSessionIsClosed() {
        start();
        act("q2", "more", "{}");
        act("q3", "more", "{}");
        act("q4", ClientMessage.ActOnRun.STOP, "{\"member\":\"m1\"}");

        assertThat(sessions.log).containsSubsequence("prompt s1 more", "remove s1", "remove s1", "close s1");
        assertThat(sessions.observe(new SessionId("s1")).orElseThrow().turn()).isNull();
    }

    @Test
    void promptsThatWaitAreTakenBackAndTheTurnGoesOn() {
        start();
        act("q2", "more", "{}");
        act("q3", "hold", "{}");

        assertThat(sessions.log).containsOnlyOnce("remove s1");
        assertThat(sessions.observe(new SessionId("s1")).orElseThrow().turn()).isNotNull();
        assertThat(sessions.observe(new SessionId("s1")).orElseThrow().queued()).isZero();
    }

    @Test
    void aPromptThatWaitsInASessionOfAPersonIsTakenBackWhenTheRunIsStopped() {
        sessions.sessionOfPerson("s9");
        sessions.promptOfPerson("s9");
        driver.adopts = true;
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{}");
        sessions.endTurn("s9", StopReason.CANCELLED, "");

        assertThat(sessions.log).containsSubsequence("prompt s9 first", "remove s9", "Cancel s9");
        assertThat(sessions.observe(new SessionId("s9")).orElseThrow().turn()).isNull();
        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.STOPPED);
    }

    @Test
    void aPromptThatIsUnderWayWhenItsMemberIsStoppedIsTakenBackToo() throws IOException {
        sessions.sessionOfPerson("s9");
        sessions.promptOfPerson("s9");
        driver.adopts = true;
        sessions.held = true;
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{\"member\":\"m1\"}");
        sessions.release();
        settle();

        assertThat(sessions.log).containsSubsequence("prompt s9 first", "remove s9");
    }

    @Test
    void aSessionThatIsCreatedWhileItsRunIsStoppedIsClosedToo() throws IOException {
        sessions.held = true;
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{}");
        assertThat(run().state()).isEqualTo(RunState.STOPPING);

        sessions.release();
        settle();

        assertThat(sessions.log).contains("close s1", "close s2").noneMatch(line -> line.startsWith("prompt"));
        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.STOPPED);
    }

    @Test
    void stoppingOneMemberLeavesTheOthersAlone() {
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{\"member\":\"m1\"}");

        assertThat(sessions.log).contains("close s1").doesNotContain("close s2");
        assertThat(state("m1")).isEqualTo(RunMemberState.STOPPED);
        assertThat(state("m2")).isEqualTo(RunMemberState.WORKING);
        assertThat(run().state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aRefusedSessionFailsItsMemberWithTheReason() {
        sessions.refusal = HostText.untranslated("no such agent");
        start();

        assertThat(state("m1")).isEqualTo(RunMemberState.FAILED);
        assertThat(run().member("m1").orElseThrow().sentence().text()).isEqualTo("no such agent");
        assertThat(driver.refused).containsExactlyInAnyOrder("m1", "m2");
        assertThat(sessions.log).isEmpty();
    }

    @Test
    void aMemberWaitsWhileAQuestionIsOpenAndWorksAfterTheAnswer() {
        start();
        sessions.ask("s1", true);
        settle();
        assertThat(state("m1")).isEqualTo(RunMemberState.WAITING);

        sessions.ask("s1", false);
        settle();
        assertThat(state("m1")).isEqualTo(RunMemberState.WORKING);
    }

    @Test
    void aDeletedSessionMakesItsMemberUnknown() {
        start();
        sessions.delete("s1");
        settle();

        assertThat(state("m1")).isEqualTo(RunMemberState.UNKNOWN);
        assertThat(driver.ended).containsExactly("m1");
    }

    @Test
    void aTimerIsDueOnceAlsoAcrossARestart() throws IOException {
        driver.alarm = NOW.plusSeconds(60);
        start();
        openAgain();
        clock = Clock.fixed(NOW.plusSeconds(61), ZoneOffset.UTC);
        openAgain();
        openAgain();

        assertThat(driver.alarms).isEqualTo(1);
    }

    @Test
    void somethingToReadIsReadAgainAfterARestartUntilItsResultIsKept() {
        driver.reads = true;
        start();

        assertThat(run().fact("read")).isEqualTo("n1");
    }

    private static TurnUsage turn() {
        return new TurnUsage(
                new SessionId("s1"),
                new TurnId(1),
                NOW,
                new AgentId("a1"),
                "",
                "",
                new TokenCount(10, 5, 0, 0),
                -1,
                "",
                "");
    }

    @Test
    void theTurnsOfMembersAreCountedAndCountedAgainAfterARestart() throws IOException {
        start();
        TurnUsage turn = turn();
        spent.add(turn);
        runs.onUsage(turn);
        settle();
        assertThat(run().spend().tokens().in()).isEqualTo(10);
        assertThat(run().spend().unpriced()).isEqualTo(1);

        openAgain();
        assertThat(run().spend().turns()).isEqualTo(1);
    }

    @Test
    void aTurnThatIsRecordedWhileTheLedgerIsReadIsCountedOnce() throws IOException {
        start();
        runs.close();
        whileRead = () -> {
            spent.add(turn());
            runs.onUsage(turn());
        };
        open();

        assertThat(run().spend().turns()).isEqualTo(1);
        assertThat(run().spend().tokens().in()).isEqualTo(10);
    }

    @Test
    void aTurnThatIsRecordedBeforeTheRunsContinueIsCountedAlsoIfTheLedgerLacksIt() throws IOException {
        start();
        runs.close();
        beforeStart = () -> runs.onUsage(turn());
        open();

        assertThat(run().spend().turns()).isEqualTo(1);
    }

    @Test
    void aTurnIsCountedAlsoWhenTheLaneHadNoRoomForIt() {
        start();
        while (lane.tryExecute(() -> {})) {
            // Fills it.
        }
        runs.onUsage(turn());
        lane.elapse(Duration.ofSeconds(2));
        settle();

        assertThat(run().spend().turns()).isEqualTo(1);
    }

    private List<String> answersGiven() {
        return sessions.log.stream().filter(line -> line.startsWith("answer")).toList();
    }

    @Test
    void aCommandThatIsAllowedForTheRunIsAnsweredForAllMembersAndAfterARestart() throws IOException {
        start();
        sessions.askCommand("s1", "p1", "npm test");
        sessions.askCommand("s2", "p2", "npm test");
        sessions.askCommand("s2", "p3", "npm test -- all");
        settle();
        act("q2", ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m1\"}");

        assertThat(answersGiven()).containsExactlyInAnyOrder("answer s1 p1 by d1", "answer s2 p2 by d1");
        assertThat(run().fact("allowed")).isEqualTo("npm test");

        openAgain();
        sessions.askCommand("s1", "p4", "npm test");
        settle();
        assertThat(answersGiven()).hasSize(3).contains("answer s1 p4 by d1");
    }

    @Test
    void aCommandIsNotAllowedAnyMoreWhenItsRunHasEnded() throws IOException {
        start();
        sessions.askCommand("s1", "p1", "npm test");
        settle();
        act("q2", ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m1\",\"pending\":\"p1\"}");
        act("q3", ClientMessage.ActOnRun.STOP, "{}");
        sessions.askCommand("s1", "p2", "npm test");
        settle();

        assertThat(answersGiven()).containsExactly("answer s1 p1 by d1");
        assertThat(run().fact("allowed")).isEmpty();
    }

    @Test
    void aCommandIsLeftToAPersonWhenTheDeviceThatHasAllowedItMayNotAnswerAnyMore() {
        start();
        sessions.askCommand("s1", "p1", "npm test");
        settle();
        act("q2", ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m1\"}");
        sessions.refusesAnswers = true;

        sessions.askCommand("s1", "p2", "npm test");
        settle();

        assertThat(sessions.log.stream().filter("refused answer s1 p2"::equals)).hasSize(1);
        assertThat(run().fact("allowed")).isEmpty();
        assertThat(run().notes()).extracting(note -> note.sentence().text()).contains("This device may not answer.");
        assertThat(state("m1")).isEqualTo(RunMemberState.WAITING);
    }

    @Test
    void onlyAQuestionThatIsOpenCanBeAllowedForTheRun() {
        start();
        sessions.ask("s1", true);
        settle();
        act("q2", ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m1\"}");
        act("q3", ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m9\"}");

        assertThat(answers.subList(1, 3))
                .allSatisfy(answer ->
                        assertThat(((HostMessage.Failure) answer).code()).isEqualTo(ErrorCode.BAD_REQUEST));
        assertThat(answersGiven()).isEmpty();
    }

    @Test
    void aRunThatWasKilledJustBeforeItStoppedIsOverAtTheNextStart() throws IOException {
        start();
        act("q2", ClientMessage.ActOnRun.STOP, "{}");
        runs.close();
        Path file = folder.resolve("runs.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        open();

        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.STOPPED);
    }

    @Test
    void aSessionThatIsCreatedWhileItsRunFailsIsClosedToo() {
        driver.alarm = NOW;
        driver.breaksAtAlarm = true;
        sessions.held = true;
        start();
        sessions.release();
        settle();

        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.FAILED);
        assertThat(sessions.log).contains("close s1", "close s2").noneMatch(line -> line.startsWith("prompt"));
    }

    @Test
    void aTimerThatTheTimerBeforeHasTakenBackIsNotDue() {
        driver.alarm = NOW;
        driver.alarmsToo = List.of("b", "c");
        start();

        assertThat(driver.alarms).isEqualTo(1);
    }

    @Test
    void theTurnsOfAnEarlierSessionOfAMemberAreCountedAfterARestart() throws IOException {
        start();
        spent.add(turn());
        sessions.held = true;
        act("q2", "anew", "{}");
        openAgain();

        assertThat(run().spend().turns()).isEqualTo(1);
    }

    @Test
    void aRunWhoseStateIsTooLongIsRefused() {
        driver.initial.addProperty("text", "x".repeat(RunRegistry.MAX_STATE));
        start();

        assertThat(((HostMessage.Failure) answers.get(0)).code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(runs.all()).isEmpty();
    }

    @Test
    void aDriverThatFailsEndsItsRunAndNoOther() {
        driver.breaks = true;
        start();
        sessions.endTurn("s1", StopReason.END_TURN, "");
        settle();

        assertThat(run().status().stopReason()).isEqualTo(RunStopReason.FAILED);
        assertThat(sessions.log).contains("close s1", "close s2");
        assertThat(reported).hasSize(1);
    }

    @Test
    void onlySoManyRunsMayBeOpen() {
        for (int i = 0; i <= RunRegistry.MAX_OPEN; i++) {
            runs.start(
                    new ClientMessage.StartRun(new RequestId("q" + i), new RunId("r" + i), RunKind.TRY, "{}"),
                    by(),
                    answers::add);
            settle();
        }

        assertThat(((HostMessage.Failure) answers.get(RunRegistry.MAX_OPEN)).code())
                .isEqualTo(ErrorCode.BUSY);
    }

    @Test
    void anEndedRunIsNotOpenedAgainWhileSoManyAreOpen() {
        start();
        finishAll();
        for (int i = 0; i < RunRegistry.MAX_OPEN; i++) {
            runs.start(
                    new ClientMessage.StartRun(new RequestId("o" + i), new RunId("r" + i), RunKind.TRY, "{}"),
                    by(),
                    answers::add);
            settle();
        }

        act("q2", "note", "{}");

        assertThat(((HostMessage.Failure) answers.get(answers.size() - 1)).code())
                .isEqualTo(ErrorCode.BUSY);
    }

    @Test
    void finishedRunsAreDroppedAfterAMonth() throws IOException {
        start();
        finishAll();
        clock = Clock.fixed(NOW.plus(Duration.ofDays(31)), ZoneOffset.UTC);
        openAgain();

        assertThat(runs.all()).isEmpty();
    }

    /** Two members get a prompt each, and a second one when the first turn has ended. */
    private static final class TwoRounds implements RunDriver {
        private final List<String> turns = new ArrayList<>();
        /** Whether the member was busy at the end of each turn. */
        private final List<Boolean> busy = new ArrayList<>();

        private final List<String> refused = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();
        private int restarts;
        private int alarms;
        private Instant alarm;
        private boolean reads;
        private boolean breaks;
        private boolean breaksAtAlarm;
        private List<String> alarmsToo = List.of();
        private final JsonObject initial = new JsonObject();
        private boolean adopts;

        @Override
        public RunPlan plan(RunOrder order) {
            return new RunPlan(
                    "Twice",
                    "/home/me/shop",
                    null,
                    List.of(
                            RunMember.planned("m1", RunRole.ATTEMPT, new AgentId("a1"), "", NOW),
                            RunMember.planned("m2", RunRole.ATTEMPT, new AgentId("a2"), "", NOW)),
                    Map.of(),
                    initial);
        }

        @Override
        public void started(RunContext run) {
            if (adopts) {
                run.adoptSession("m1", new SessionId("s9"));
                run.prompt("m1", "first");
                return;
            }
            run.startSession("m1", new RunSession("/home/me/shop", null, "One", null));
            run.startSession("m2", new RunSession("/home/me/shop", null, "Two", null));
            run.prompt("m1", "first");
            run.prompt("m2", "first");
            if (alarm != null) {
                run.timer("alarm", alarm);
                alarmsToo.forEach(name -> run.timer(name, alarm));
            }
            if (reads) {
                run.work("id", new JsonObject());
            }
        }

        @Override
        public JsonObject work(RunWork work) {
            JsonObject result = new JsonObject();
            result.addProperty("id", work.run().runId().value());
            return result;
        }

        @Override
        public void workDone(RunContext run, String name, JsonObject result) {
            run.fact("read", result.get(name).getAsString());
        }

        @Override
        public boolean actsAfterEnd(String action) {
            return action.equals("note");
        }

        @Override
        public void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
            if (action.equals("note")) {
                run.note(HostText.untranslated("noted"));
            } else if (action.equals("more")) {
                run.prompt("m1", "more");
            } else if (action.equals("hold")) {
                run.takeBack("m1");
            } else if (action.equals("anew")) {
                run.startSession("m1", new RunSession("/home/me/shop", null, "One again", null));
            } else {
                RunDriver.super.action(run, action, parameters);
            }
        }

        @Override
        public void turnEnded(RunContext run, RunMember member, RunTurn turn) {
            if (breaks) {
                throw new IllegalStateException("a defect");
            }
            busy.add(run.isBusy(member.key()));
            turns.add(member.key() + " " + turn.prompt() + " " + turn.reason() + " " + turn.message());
            if (turn.prompt() == 1 && turn.reason() != StopReason.CANCELLED) {
                run.prompt(member.key(), "second");
            }
            JsonObject state = run.state();
            state.addProperty(member.key(), turn.prompt());
            run.state(state);
            boolean all = List.of("m1", "m2").stream()
                    .allMatch(key -> state.has(key) && state.get(key).getAsInt() == 2);
            if (all) {
                run.settle(RunStopReason.COMPLETED, HostText.NONE);
            }
        }

        @Override
        public void refused(RunContext run, RunMember member, HostText reason) {
            refused.add(member.key());
        }

        @Override
        public void sessionEnded(RunContext run, RunMember member, HostText reason) {
            ended.add(member.key());
        }

        @Override
        public void timer(RunContext run, String name) {
            if (breaksAtAlarm) {
                throw new IllegalStateException("a defect");
            }
            alarms++;
            List.of("alarm", "b", "c").forEach(other -> run.timer(other, null));
        }

        @Override
        public void hostStarted(RunContext run) {
            restarts++;
        }
    }

    private static final class NoQuestions implements Questions {
        @Override
        public void register(String kind, QuestionHandler handler) {}

        @Override
        public void ask(QuestionRequest request) {}

        @Override
        public void withdraw(String asker) {}
    }
}
