package dev.pilothouse.ui.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW);
    private final List<String> notices = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private boolean waits;
    private final JobsPresenter presenter = new JobsPresenter(
            () -> List.of(host.link()),
            Clock.fixed(NOW, ZoneOffset.UTC),
            task -> {
                if (waits) {
                    later.add(task);
                } else {
                    task.run();
                }
            },
            notices::add);

    private static Job job(String id, JobState state, int age, SessionId session) {
        return new Job(
                new JobId(id),
                JobKind.WORKTREE_ADD,
                List.of("fix/login", "/src/shop.worktrees/fix-login"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, session, NOW.minusSeconds(age)),
                new JobStatus(state, "", Map.of(), null, null),
                JobOutput.of(1, List.of("Preparing worktree")));
    }

    @BeforeEach
    void openTheSheet() {
        presenter.onOpen();
    }

    private List<JobsPresenter.Row> rows() {
        presenter.render(List.of(host.link()));
        return presenter.rowsProperty().get();
    }

    @Test
    void unfinishedJobsComeFirstAndThenTheNewest() {
        host.jobs(
                job("old", JobState.DONE, 90, null),
                job("new", JobState.FAILED, 5, null),
                job("open", JobState.RUNNING, 300, null));

        assertThat(rows()).extracting(row -> row.key().jobId().value()).containsExactly("open", "new", "old");
    }

    @Test
    void whileTheSheetIsClosedOnlyWhetherThereAreJobsIsKnown() {
        presenter.onClose();
        host.jobs(job("j1", JobState.RUNNING, 5, null));

        assertThat(rows()).isEmpty();
        assertThat(presenter.anyProperty().get()).isTrue();
        presenter.onOpen();
        assertThat(presenter.rowsProperty().get()).hasSize(1);
    }

    @Test
    void aRowNamesTheBranchAndTheSession() {
        SessionId session = host.create("s1", "OpenCode", "/src/shop", "Login race");
        host.jobs(job("j1", JobState.RUNNING, 5, session));

        JobsPresenter.Row row = rows().get(0);

        assertThat(row.title()).contains("fix/login");
        assertThat(row.about()).contains("Login race");
        assertThat(row.lines()).containsExactly("Preparing worktree");
    }

    @Test
    void theHostsOwnLinesAreInTheLanguageAndThoseOfAProgramAreAsItPrintsThem() {
        Texts.setLanguage(Language.GERMAN);
        try {
            Job job = job("j1", JobState.RUNNING, 5, null);
            host.jobs(job.with(new JobOutput(
                    2,
                    List.of(
                            HostText.untranslated("Conflict: a.txt"),
                            HostText.of(HostTextCode.JOB_CONFLICT, "a.txt")))));

            assertThat(rows().get(0).lines()).containsExactly("Conflict: a.txt", "Konflikt: a.txt");
        } finally {
            Texts.setLanguage(Language.ENGLISH);
        }
    }

    @Test
    void onlyAnUnfinishedJobCanBeCancelledAndOnlyAnUnsuccessfulOneRepeated() {
        host.jobs(
                job("run", JobState.RUNNING, 1, null),
                job("fail", JobState.FAILED, 2, null),
                job("done", JobState.DONE, 3, null));

        assertThat(rows()).extracting(JobsPresenter.Row::cancellable).containsExactly(true, false, false);
        assertThat(rows()).extracting(JobsPresenter.Row::repeatable).containsExactly(false, true, false);
    }

    @Test
    void aDeviceThatMayOnlyWatchIsOfferedNothing() {
        host.scope(Scope.ANSWER);
        host.jobs(job("run", JobState.RUNNING, 1, null), job("fail", JobState.FAILED, 2, null));

        assertThat(rows()).noneMatch(row -> row.cancellable() || row.repeatable());
    }

    @Test
    void theHostGetsTheCommandForItsJob() {
        host.jobs(job("j1", JobState.RUNNING, 1, null));
        JobsPresenter.Key key = rows().get(0).key();

        presenter.onCancel(key);
        presenter.onRetry(key);

        assertThat(host.jobCommands()).containsExactly("cancel j1", "retry j1");
        assertThat(notices).isEmpty();
    }

    @Test
    void aSecondPressSendsNothingUntilTheHostHasAnswered() {
        host.jobs(job("j1", JobState.FAILED, 1, null));
        JobsPresenter.Key key = rows().get(0).key();

        waits = true;
        presenter.onRetry(key);
        presenter.onRetry(key);
        assertThat(host.jobCommands()).containsExactly("retry j1");

        later.forEach(Runnable::run);
        presenter.onRetry(key);
        assertThat(host.jobCommands()).containsExactly("retry j1", "retry j1");
    }
}
