package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.HostMessage.JobsChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobMirrorTest {
    private final JobMirror mirror = new JobMirror();

    private static Job job(String id, JobState state, long end, String... lines) {
        return new Job(
                new JobId(id),
                JobKind.WORKTREE_ADD,
                List.of("main"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, Instant.EPOCH),
                new JobStatus(state, "", Map.of(), null, null),
                JobOutput.of(end, List.of(lines)));
    }

    private JobsChanged next(Job... now) {
        return (JobsChanged) mirror.next(List.of(now)).orElseThrow();
    }

    @Test
    void theFirstMessageReplacesWhatTheClientHasAndLaterOnesAdd() {
        Job one = job("j1", JobState.RUNNING, 0);

        assertThat(next(one)).isEqualTo(new JobsChanged(true, List.of(one), List.of()));
        Job two = job("j2", JobState.QUEUED, 0);
        assertThat(next(two, one)).isEqualTo(new JobsChanged(false, List.of(two), List.of()));
    }

    @Test
    void nothingIsSentWithoutAChange() {
        Job one = job("j1", JobState.RUNNING, 0);
        assertThat(mirror.next(List.of())).isEmpty();
        next(one);

        assertThat(mirror.next(List.of(one))).isEmpty();
    }

    @Test
    void onlyTheLinesThatTheClientDoesNotHaveAreSent() {
        next(job("j1", JobState.RUNNING, 2, "a", "b"));

        assertThat(next(job("j1", JobState.RUNNING, 4, "a", "b", "c", "d"))
                        .changed()
                        .get(0)
                        .output())
                .isEqualTo(JobOutput.of(4, List.of("c", "d")));
    }

    @Test
    void aJobThatIsShownNoLongerIsRemoved() {
        next(job("j1", JobState.DONE, 0));

        assertThat(next().removed()).containsExactly(new JobId("j1"));
    }

    @Test
    void ofAFinishedJobANewClientGetsOnlyTheEnd() {
        String[] lines = Collections.nCopies(100, "line").toArray(String[]::new);

        assertThat(next(job("j1", JobState.FAILED, 100, lines))
                        .changed()
                        .get(0)
                        .output()
                        .lines())
                .hasSize(JobMirror.LINES_OF_FINISHED);
    }

    @Test
    void aFloodOfOutputIsDividedAndNothingIsLost() {
        String[] lines = Collections.nCopies(200, "x".repeat(500)).toArray(String[]::new);
        List<Job> now = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            now.add(job("j" + i, JobState.RUNNING, 200, lines));
        }
        List<JobId> sent = new ArrayList<>();
        do {
            JobsChanged message = (JobsChanged) mirror.next(now).orElseThrow();
            assertThat(message.changed()).hasSizeLessThan(4);
            message.changed().forEach(job -> sent.add(job.jobId()));
        } while (mirror.hasMore());

        assertThat(sent).containsExactlyElementsOf(now.stream().map(Job::jobId).toList());
    }
}
