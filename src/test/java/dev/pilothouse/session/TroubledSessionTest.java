package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session whose journal cannot be written: no update reports it, only the overview. */
class TroubledSessionTest {
    private static final SessionId S1 = new SessionId("s1");
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String WHY = "The journal could not be brought to disk.";

    private final SessionStore store = new SessionStore(new HostId("host"), "Host", new StoreListener() {
        @Override
        public void hostChanged(boolean critical) {}

        @Override
        public void sessionChanged(SessionId sessionId, boolean critical) {}
    });
    private SessionState state = SessionState.empty(S1);

    @BeforeEach
    void aSessionThatWorks() {
        write(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/tmp", "name", SessionUpdate.StartWish.NONE));
        write(new SessionUpdate.AgentStarting());
        write(new SessionUpdate.TurnStarted());
        store.overview(List.of(summary(state.activity())));
        store.opened(S1);
        store.subscribed(S1, 1);
        store.snapshot(1, 7, state);
        assertThat(shown().phase()).isEqualTo(SessionPhase.WORKING);
    }

    private JournaledUpdate write(SessionUpdate update) {
        JournaledUpdate journaled = new JournaledUpdate(state.seq() + 1, AT, null, update);
        state = SessionReducer.apply(state, journaled);
        return journaled;
    }

    private SessionSummary summary(Activity activity) {
        return SessionSummary.of(state.withActivity(activity), WatchLabel.NONE, AT);
    }

    private void hostSaysThatItFailed() {
        Activity failed = new Activity(SessionPhase.FAILED, null, null, LastEvent.ERROR, WHY, null, AT);
        store.overviewChanged(List.of(summary(failed)), List.of());
    }

    private Activity shown() {
        return store.session(S1).orElseThrow().state().activity();
    }

    @Test
    void whoLooksAtItSeesThatItStandsStillAndWhy() {
        hostSaysThatItFailed();

        assertThat(shown().phase()).isEqualTo(SessionPhase.FAILED);
        assertThat(shown().detail()).isEqualTo(WHY);
    }

    @Test
    void itGoesOnAsSoonAsTheHostSaysSoOrTellsMore() {
        hostSaysThatItFailed();
        store.overviewChanged(List.of(summary(state.activity())), List.of());
        assertThat(shown().phase()).isEqualTo(SessionPhase.WORKING);

        hostSaysThatItFailed();
        long after = state.seq();
        JournaledUpdate next = write(new SessionUpdate.Renamed("other", false));
        store.updates(1, 0, after, state.seq(), state.seq(), List.of(next));
        assertThat(shown().phase()).isEqualTo(SessionPhase.WORKING);
    }

    @Test
    void whatIsKeptOnTheDeviceIsWhatTheUpdatesGave() {
        hostSaysThatItFailed();

        assertThat(store.cachedSession(S1).orElseThrow().state()).isEqualTo(state);
    }
}
