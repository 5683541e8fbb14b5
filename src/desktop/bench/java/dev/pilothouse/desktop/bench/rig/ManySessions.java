package dev.pilothouse.desktop.bench.rig;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.StoreListener;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hosts with as many sessions as a host may have, in the product's stores, so that the window reads them as it reads
 * those of real hosts. Most sessions are at rest. Confined to one thread, which is the client-state lane of these
 * hosts.
 */
final class ManySessions implements Hosts {
    private static final int SESSIONS_OF_A_HOST = 1_000;
    private static final int DIRECTORIES = 40;
    private static final int AT_WORK_EACH = 40;
    private static final List<String> WORKS =
            List.of("Fix the parser", "Write the release notes", "Speed up the search", "Review the parser tests");

    private final List<Stored> stored = new ArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Stored(HostLink link, SessionStore store, FakeHost host) {
        void changed(SessionId session) {
            SessionSummary summary =
                    SessionSummary.of(host.session(session).orElseThrow().state(), WatchLabel.NONE, SampleHosts.NOW);
            store.overviewChanged(List.of(summary), List.of());
        }
    }

    ManySessions(int sessions) {
        for (int first = 0; first < sessions; first += SESSIONS_OF_A_HOST) {
            stored.add(host("host-" + first, first, Math.min(sessions, first + SESSIONS_OF_A_HOST)));
        }
    }

    private Stored host(String name, int first, int end) {
        FakeHost host = new FakeHost(name, name, false, SampleHosts.NOW);
        for (int i = first; i < end; i++) {
            host.at(SampleHosts.NOW.minus(Duration.ofMinutes(i)));
            SessionId session =
                    host.create(idOf(i), "Demo agent", "/work/shop-" + i % DIRECTORIES, WORKS.get(i % 4) + " " + i);
            TurnId turn = beginTurn(host, session);
            if (i % AT_WORK_EACH != 0) {
                endTurn(host, session, turn);
            }
        }
        host.at(SampleHosts.NOW);
        SessionStore store = new SessionStore(new HostId(name), name, new StoreListener() {
            @Override
            public void hostChanged(boolean critical) {
                listeners.forEach(listener -> listener.hostChanged(host.hostId(), critical));
            }

            @Override
            public void sessionChanged(SessionId sessionId, boolean critical) {
                listeners.forEach(listener -> listener.sessionChanged(host.hostId(), sessionId, critical));
            }
        });
        store.connection(new ConnectionState.Live(SampleHosts.NOW, Duration.ofMillis(2)));
        store.welcome(name, Scope.ADMIN, new SharingInfo(false, List.of()), List.of());
        store.overview(host.host().sessions());
        return new Stored(new HostLink(host.hostId(), false, store, host, host), store, host);
    }

    /** Ids as hosts make them: the hashes of consecutive names would stand together in a map. */
    private static String idOf(int number) {
        return UUID.nameUUIDFromBytes(new byte[] {(byte) (number >> 8), (byte) number})
                .toString();
    }

    private static TurnId beginTurn(FakeHost host, SessionId session) {
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "Do the next thing"));
        TurnId turn = new TurnId(host.update(session, new SessionUpdate.TurnStarted()));
        say(host, session, 0);
        return turn;
    }

    private static void endTurn(FakeHost host, SessionId session, TurnId turn) {
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)), turn, StopReason.END_TURN, "", 12_000, TokenCount.NONE));
    }

    private static void say(FakeHost host, SessionId session, int number) {
        host.update(
                session,
                new SessionUpdate.AgentMessageChunk(
                        new ItemId(host.nextSeq(session)), "Line " + number + " of what the agent says."));
    }

    /** An overview arrives in which one session at work has a new last line. */
    void speaks(int number) {
        Stored host = stored.get(number % stored.size());
        SessionId session = session(host, number * AT_WORK_EACH);
        say(host.host(), session, number);
        host.changed(session);
    }

    /** An overview arrives in which one session begins a turn, so that it moves to another group. */
    void begins(int number) {
        Stored host = stored.get(number % stored.size());
        int rested = number / stored.size();
        SessionId session = session(host, 1 + rested + rested / (AT_WORK_EACH - 1));
        beginTurn(host.host(), session);
        host.changed(session);
    }

    private static SessionId session(Stored host, int index) {
        List<SessionSummary> sessions = host.store().host().sessions();
        return sessions.get(index % sessions.size()).sessionId();
    }

    @Override
    public List<HostLink> links() {
        return stored.stream().map(Stored::link).toList();
    }

    @Override
    public Subscription listen(Listener listener) {
        listeners.add(listener);
        listener.linksChanged(links());
        return () -> listeners.remove(listener);
    }

    @Override
    public CompletionStage<PairingResult> pair(String ticketText, String acceptedKey) {
        throw new UnsupportedOperationException("no benchmark pairs with these hosts");
    }

    @Override
    public CompletionStage<Boolean> forget(HostId hostId) {
        throw new UnsupportedOperationException("no benchmark forgets these hosts");
    }

    @Override
    public void retryNow() {}
}
