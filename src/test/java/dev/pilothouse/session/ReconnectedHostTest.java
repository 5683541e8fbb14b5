package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host that a client reaches again, with another state. */
class ReconnectedHostTest {
    private final SessionStore store = new SessionStore(new HostId("host"), "Host", new StoreListener() {
        @Override
        public void hostChanged(boolean critical) {}

        @Override
        public void sessionChanged(SessionId sessionId, boolean critical) {}
    });

    @Test
    void jobsOfTheConnectionBeforeAreGoneEvenIfTheHostHasNone() {
        Job job = new Job(
                new JobId("job"),
                JobKind.OTHER,
                List.of(),
                new JobRequest(new DeviceId("phone"), "Phone", Scope.STEER, null, Instant.EPOCH),
                JobStatus.QUEUED,
                JobOutput.NONE);
        store.jobsChanged(true, List.of(job), List.of());
        assertThat(store.host().jobs()).containsExactly(job);

        store.welcome("Host", Scope.STEER, new SharingInfo(false, List.of()), List.of());
        assertThat(store.host().jobs()).isEmpty();
    }
}
