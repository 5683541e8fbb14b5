package dev.pilothouse.ui.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
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
        return new Run(
                new RunId("g1"),
                RunKind.GOAL,
                "Make it pass",
                "/work",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, Instant.EPOCH),
                new RunStatus(state, reason, HostText.NONE, null),
                List.of(RunMember.planned("agent", RunRole.WORKER, new AgentId("a"), "", Instant.EPOCH)),
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
    void aDeviceThatMayOnlyLookStartsNothing() {
        host.scope(Scope.VIEW);
        GoalPresenter presenter = presenter();
        presenter.textProperty().set("Make it pass");

        presenter.onStart();

        assertThat(host.runCommands).isEmpty();
        assertThat(presenter.shownProperty().get().problem()).contains("steer");
    }
}
