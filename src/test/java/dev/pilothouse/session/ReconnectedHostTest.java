package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first state of a host that a client reaches, and another one when it reaches the host again. */
class ReconnectedHostTest {
    private static final StoreListener NO_LISTENER = new StoreListener() {
        @Override
        public void hostChanged(boolean critical) {}

        @Override
        public void sessionChanged(SessionId sessionId, boolean critical) {}
    };

    private final SessionStore store = newStore();

    private static SessionStore newStore() {
        return new SessionStore(new HostId("host"), "Host", NO_LISTENER);
    }

    @Test
    void aThreadThatSeesTheOverviewIsKnownSeesItsSessions() throws InterruptedException {
        SessionUpdate first =
                new SessionUpdate.SessionCreated(new AgentId("demo"), "Demo", "/tmp", "", SessionUpdate.StartWish.NONE);
        SessionState created = SessionReducer.apply(
                SessionState.empty(new SessionId("s1")), new JournaledUpdate(1, Instant.EPOCH, null, first));
        List<SessionSummary> overview = List.of(SessionSummary.of(created, WatchLabel.NONE, Instant.EPOCH));
        List<SessionStore> stores =
                Stream.generate(ReconnectedHostTest::newStore).limit(20_000).toList();
        Thread writer = new Thread(() -> stores.forEach(each -> each.overview(overview)), "writer");
        writer.setDaemon(true);

        writer.start();

        int seen = 0;
        for (SessionStore each : stores) {
            while (!each.overviewKnown()) {
                Thread.onSpinWait();
            }
            seen += each.host().sessions().size();
        }
        writer.join();
        assertThat(seen).isEqualTo(stores.size());
    }

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
