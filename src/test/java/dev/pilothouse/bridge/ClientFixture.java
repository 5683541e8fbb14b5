package dev.pilothouse.bridge;

import dev.pilothouse.cache.HostCache;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.StoreListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of a {@link ScriptedHost} on a manual lane and clock. */
final class ClientFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    final ManualClock clock = new ManualClock();
    final ManualLane lane = new ManualLane("client-state", 1024, clock);
    final ScriptedHost host = new ScriptedHost();
    final List<String> told = new ArrayList<>();
    final SessionStore store = new SessionStore(ScriptedHost.HOST, "Host", new StoreListener() {
        @Override
        public void hostChanged(boolean critical) {
            told.add("host" + (critical ? "!" : ""));
        }

        @Override
        public void sessionChanged(SessionId sessionId, boolean critical) {
            told.add(sessionId + (critical ? "!" : ""));
        }
    });
    final BridgeClient client;

    ClientFixture() {
        this(OpeningMessage.hello("test"));
    }

    ClientFixture(OpeningMessage greeting) {
        ClientSetup setup = new ClientSetup(lane, clock, clock::ticker, () -> 0.5, "test", "Test", "Test 1");
        client = new BridgeClient(setup, host, store, greeting, HostCache.NONE);
    }

    /** Starts the client and runs everything that needs no time. */
    ClientFixture started() {
        client.start();
        settle();
        return this;
    }

    /** Exchanges messages between host and client until none is left. */
    void settle() {
        boolean going = true;
        while (going) {
            going = lane.runAll() > 0;
            going |= host.hear();
            going |= host.say();
        }
        if (!lane.failures().isEmpty()) {
            throw new AssertionError("a task has failed", lane.failures().get(0));
        }
    }

    /** Advances the time in steps of a second; runs everything that is due before the next step. */
    void elapse(Duration time) {
        settle();
        Duration left = time;
        while (left.compareTo(SECOND) > 0) {
            clock.advance(SECOND);
            settle();
            left = left.minus(SECOND);
        }
        clock.advance(left);
        settle();
    }

    ConnectionState connection() {
        return store.host().connection();
    }

    HostView view() {
        return store.host();
    }

    SessionView session(String id) {
        return store.session(new SessionId(id)).orElseThrow();
    }

    SessionState state(String id) {
        return session(id).state();
    }
}
