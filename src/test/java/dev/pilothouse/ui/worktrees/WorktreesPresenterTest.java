package dev.pilothouse.ui.worktrees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.session.HostGateway.Worktrees;
import dev.pilothouse.ui.FakeHost;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorktreesPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW);
    private final WorktreesPresenter presenter =
            new WorktreesPresenter(() -> List.of(host.link()), Clock.fixed(NOW, ZoneOffset.UTC), Runnable::run);

    private static WorktreeInfo worktree(
            String branch, boolean own, WorktreeInfo.Status status, SessionId... sessions) {
        return new WorktreeInfo(
                "/src/shop",
                "/src/shop.worktrees/" + branch,
                branch,
                "1f38",
                own,
                List.of(sessions),
                status,
                79_000_000,
                NOW,
                0);
    }

    private WorktreesPresenter.Shown open(WorktreeInfo... worktrees) {
        host.worktrees(new Worktrees(
                List.of(worktrees),
                List.of(new KeptWorktree("/src/shop", "k1", "/src/shop.worktrees/old", "old", 2, NOW)),
                false));
        presenter.onOpen();
        return presenter.shownProperty().get();
    }

    @Test
    void onlyWorktreesOfTheHostThatAreMergedAndCleanAndUnusedAreSpare() {
        SessionId running = host.create("s1", "OpenCode", "/src/shop.worktrees/busy", "Busy");
        WorktreeInfo.Status clean = new WorktreeInfo.Status(0, 0);

        WorktreesPresenter.Shown shown = open(
                worktree("spare", true, clean),
                worktree("busy", true, clean, running),
                worktree("work", true, new WorktreeInfo.Status(1, 0)),
                worktree("ahead", true, new WorktreeInfo.Status(0, 1)),
                worktree("by-hand", false, clean),
                worktree("unclear", true, null));

        assertThat(shown.spare()).extracting(row -> row.info().branch()).containsExactly("spare");
        assertThat(shown.rows()).hasSize(6);
    }

    @Test
    void aWorktreeOfSomebodyElseIsRemovedWithTheConsentToThat() {
        WorktreesPresenter.Shown shown = open(worktree("mine", true, null), worktree("theirs", false, null));

        shown.rows().forEach(presenter::onRemove);

        assertThat(host.jobCommands())
                .containsExactly("remove /src/shop.worktrees/mine", "remove /src/shop.worktrees/theirs foreign");
    }

    @Test
    void aSnapshotIsBroughtBack() {
        presenter.onRestore(open().kept().get(0));

        assertThat(host.jobCommands()).containsExactly("restore k1");
    }

    @Test
    void aSecondPressSendsNothing() {
        WorktreesPresenter.Shown shown = open(worktree("mine", true, null));

        presenter.onRestore(shown.kept().get(0));
        presenter.onRestore(shown.kept().get(0));
        presenter.onRemove(shown.rows().get(0));
        presenter.onRemove(shown.rows().get(0));

        assertThat(host.jobCommands()).containsExactly("restore k1", "remove /src/shop.worktrees/mine");
    }

    @Test
    void aDeviceThatOnlyWatchesRemovesNothing() {
        host.scope(Scope.VIEW);
        WorktreesPresenter.Shown shown = open(worktree("spare", true, new WorktreeInfo.Status(0, 0)));

        assertThat(shown.rows()).noneMatch(WorktreesPresenter.Row::removable);
        assertThat(shown.kept()).noneMatch(WorktreesPresenter.KeptRow::restorable);
        assertThat(shown.spare()).isEmpty();
    }

    @Test
    void theListIsReadAgainWhenAJobHasEndedAndSaysWhyItFailed() {
        open(worktree("fix", true, null));
        host.worktrees(new Worktrees(List.of(), List.of(), false));
        host.jobs(new Job(
                new JobId("j1"),
                JobKind.WORKTREE_REMOVE,
                List.of("fix"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, NOW),
                new JobStatus(JobState.FAILED, "Its files are still changing.", Map.of(), null, NOW),
                JobOutput.NONE));

        presenter.render();

        assertThat(presenter.shownProperty().get().rows()).isEmpty();
        assertThat(presenter.shownProperty().get().problem()).isEqualTo("Its files are still changing.");
    }
}
