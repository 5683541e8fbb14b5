package dev.pilothouse.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
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
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RejectPresenterTest {
    private static final SessionId SESSION = new SessionId("s1");
    private static final ChangedFile FILE =
            new ChangedFile("a.txt", "", ChangedFile.State.MODIFIED, 1, 1, false, false, "c1");

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final List<String> undone = new ArrayList<>();
    private ChangesPresenter changes;
    private RejectPresenter rejects;

    @BeforeEach
    void open() {
        host.changes(new Reply.Value<>(new FileChanges("topic", "origin/main", List.of(FILE), 1, 1, 1)));
        host.diff(
                "a.txt",
                new FileDiff(
                        List.of(
                                new DiffHunk(1, 1, "", List.of("-a", "+b")),
                                new DiffHunk(40, 40, "", List.of("-c", "+d"))),
                        "c1",
                        false,
                        false));
        Map<String, String> stored = new HashMap<>();
        Preferences kept = new Preferences() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(stored.get(name));
            }

            @Override
            public void put(String name, String value) {
                stored.put(name, value);
            }
        };
        SessionKey key = new SessionKey(host.hostId(), SESSION);
        changes = new ChangesPresenter(host, key, List.of(), kept, Runnable::run, Runnable::run);
        rejects = new RejectPresenter(host.link(), SESSION, changes, Runnable::run, undone::add);
        changes.onChoose(FILE);
    }

    @Test
    void aFileThatIsComparedWithWhatThePersonSawIsNotRejected() {
        changes.onClose();
        ChangedFile now = new ChangedFile("a.txt", "", ChangedFile.State.MODIFIED, 1, 1, false, false, "c2");
        host.changes(new Reply.Value<>(new FileChanges("topic", "origin/main", List.of(now), 1, 1, 1)));
        host.diff(
                "a.txt",
                new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("-b", "+c"))), "c2", false, false, "", "", true));
        assertThat(rejects.isOffered()).isTrue();

        changes.onSinceSeen();
        changes.onChoose(now);
        assertThat(rejects.isOffered()).isFalse();

        host.diff("a.txt", new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("-a", "+c"))), "c2", false, false));
        changes.onCompare(ComparisonTarget.BASE);
        changes.onChoose(now);
        assertThat(rejects.isOffered()).isTrue();
    }

    private RejectPresenter.Outcome outcome() {
        List<RejectPresenter.Outcome> all = rejects.outcomesProperty().get();
        return all.get(all.size() - 1);
    }

    private void job(JobState state, HostText text, Map<String, String> evidence) {
        host.jobs(job("rejection", state, text, evidence));
        rejects.render();
    }

    private static Job job(String id, JobState state, HostText text, Map<String, String> evidence) {
        return new Job(
                new JobId(id),
                JobKind.CHANGE_REJECT,
                List.of("a.txt"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, SESSION, Instant.EPOCH),
                new JobStatus(state, text, evidence, null, null),
                JobOutput.NONE);
    }

    @Test
    void twoRejectionsAtATimeShowTheOutcomeOfEach() {
        rejects.onReject(FILE, changes.hunkMarks().get(0));
        rejects.onReject(FILE, changes.hunkMarks().get(1));
        host.jobs(
                job(
                        "rejection",
                        JobState.DONE,
                        HostText.of(HostTextCode.CHANGE_REJECTED, "a.txt"),
                        Map.of("snapshot", "k1")),
                job("rejection-2", JobState.FAILED, HostText.of(HostTextCode.FILE_NOT_AS_SEEN, "a.txt"), Map.of()));
        rejects.render();

        assertThat(rejects.outcomesProperty().get())
                .extracting(RejectPresenter.Outcome::actionKey)
                .containsExactly("action.undo", "");
        rejects.outcomesProperty().get().get(0).action().run();
        assertThat(undone).containsExactly("k1");
    }

    @Test
    void onlyTheLastOutcomesAreShown() {
        for (int i = 0; i <= RejectPresenter.MAX_OUTCOMES; i++) {
            rejects.onReject(FILE, null);
        }
        assertThat(rejects.outcomesProperty().get()).hasSize(RejectPresenter.MAX_OUTCOMES);
    }

    @Test
    void aRejectedHunkCanBeUndone() {
        rejects.onReject(FILE, changes.hunkMarks().get(1));
        assertThat(host.jobCommands()).containsExactly("reject a.txt at 40");

        job(JobState.DONE, HostText.of(HostTextCode.CHANGE_REJECTED, "a.txt"), Map.of("snapshot", "k1"));
        assertThat(outcome().text()).contains("was rejected");
        outcome().action().run();
        assertThat(undone).containsExactly("k1");
    }

    @Test
    void aRefusedRejectionShowsTheReasonAndOffersNoUndo() {
        rejects.onReject(FILE, null);
        job(JobState.FAILED, HostText.of(HostTextCode.FILE_NOT_AS_SEEN, "a.txt"), Map.of());
        assertThat(outcome().text()).contains("has changed since you looked");
        assertThat(outcome().actionKey()).isEmpty();
    }

    @Test
    void changesAreStagedWhereTheyAreComparedWithTheLastCommit() {
        assertThat(rejects.mayStage()).isFalse();
        changes.onCompare(ComparisonTarget.HEAD);
        assertThat(rejects.mayStage()).isTrue();
        rejects.onStage(FILE, null, true);
        assertThat(host.jobCommands()).containsExactly("stage a.txt");
    }

    @Test
    void aDeviceThatMayOnlyLookIsOfferedNothing() {
        host.scope(Scope.VIEW);
        assertThat(rejects.isOffered()).isFalse();
    }
}
