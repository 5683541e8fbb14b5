package dev.pilothouse.ui.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalPresenterTest {
    private static final SessionId SESSION = new SessionId("s1");

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);

    private GoalPresenter presenter() {
        return new GoalPresenter(host.link(), SESSION, Runnable::run);
    }

    private static Run goal(RunState state, RunStopReason reason, String phase) {
        return goal(
                state, reason, phase, RunMember.planned("agent", RunRole.WORKER, new AgentId("a"), "", Instant.EPOCH));
    }

    private static Run goal(RunState state, RunStopReason reason, String phase, RunMember member) {
        return new Run(
                new RunId("g1"),
                RunKind.GOAL,
                "Make it pass",
                "/work",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, Instant.EPOCH),
                new RunStatus(state, reason, HostText.NONE, null),
                List.of(member),
                List.of(),
                Map.of(
                        "text",
                        "Make it pass",
                        "round",
                        "2",
                        "rounds",
                        "11",
                        "elapsed",
                        "3",
                        "minutes",
                        "120",
                        "phase",
                        phase,
                        "budget",
                        "1000.0",
                        "unit",
                        "tokens"));
    }

    @Test
    void theFormStartsAGoalWithAReviewerAndItsModel() {
        GoalPresenter presenter = presenter();
        presenter.textProperty().set("Make it pass");
        presenter.reviewerProperty().set("codex");
        presenter.reviewerModelProperty().set(" large ");

        presenter.onStart();

        assertThat(host.runCommands.toString()).contains("codex large");
    }

    @Test
    void theFormStartsAGoalWithItsCheckAndLimits() {
        GoalPresenter presenter = presenter();
        assertThat(presenter.shownProperty().get().form()).isTrue();
        assertThat(presenter.mayStart()).isFalse();

        presenter.textProperty().set("Make it pass");
        presenter.checkProperty().set("npm ci\n\nnpm test\n");
        presenter.roundsProperty().set("5");
        presenter.onStart();

        assertThat(host.runCommands)
                .containsExactly("goal Make it pass [npm ci, npm test] "
                        + "GoalLimits[continuations=5, minutes=120, budget=2000000.0, unit=tokens]");
    }

    @Test
    void aRunningGoalCanBePausedAndAWaitingOneDecided() {
        host.runs(goal(RunState.RUNNING, null, "working"));
        GoalPresenter presenter = presenter();
        assertThat(presenter.shownProperty().get().running()).isTrue();
        assertThat(presenter.shownProperty().get().progress()).isEqualTo("Round 2 of 11 \u00b7 3 of 120 min");
        presenter.onPause();

        host.runs(goal(RunState.WAITING_FOR_YOU, null, "asking"));
        presenter.render();
        assertThat(presenter.shownProperty().get().asking()).isTrue();
        presenter.onMet();

        assertThat(host.runCommands).containsExactly("pause g1 {}", "met g1 {}");
    }

    @Test
    void raisingALimitThatStoppedItGoesOnByHalf() {
        host.runs(goal(RunState.OVER, RunStopReason.BUDGET, "working"));
        GoalPresenter presenter = presenter();
        assertThat(presenter.shownProperty().get().raisable()).isTrue();

        presenter.onRaise();

        assertThat(host.runCommands)
                .containsExactly(
                        "raise g1 {\"continuations\":15,\"minutes\":180,\"budget\":1500.0,\"unit\":\"tokens\"}");
    }

    @Test
    void theStripHasTheRoundTheStateTheTimeAndTheSpend() {
        assertThat(GoalPresenter.line(goal(RunState.RUNNING, null, "working"))).isEqualTo("Goal: round 2 \u00b7 3 min");
        assertThat(GoalPresenter.line(goal(RunState.RUNNING, null, "checking")))
                .isEqualTo("Goal: round 2 \u00b7 check runs \u00b7 3 min");
        assertThat(GoalPresenter.line(goal(RunState.PAUSED, null, "paused")))
                .isEqualTo("Goal: round 2 \u00b7 Paused \u00b7 3 min");

        UsageReport.Total spend = new UsageReport.Total("", 1, 0, 0, new TokenCount(39_000, 1_000, 0, 0), List.of());
        Run failed = goal(
                RunState.RUNNING,
                null,
                "working",
                RunMember.planned("agent", RunRole.WORKER, new AgentId("a"), "", Instant.EPOCH)
                        .withCheck(RunCheck.FAILED)
                        .withSpend(spend));
        assertThat(GoalPresenter.line(failed))
                .isEqualTo("Goal: round 2 \u00b7 check failed \u00b7 3 min \u00b7 40 k tokens");
    }

    @Test
    void aDeviceThatMayOnlyLookStartsNothing() {
        host.scope(Scope.VIEW);
        GoalPresenter presenter = presenter();
        presenter.textProperty().set("Make it pass");

        presenter.onStart();

        assertThat(host.runCommands).isEmpty();
        assertThat(presenter.shownProperty().get().problem()).contains("steer");
    }
}
