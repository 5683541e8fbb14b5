package dev.pilothouse.desktop.bench;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The app's client classes as a paired device, over a proxy that counts, delays or cuts what the host sends. Owns the
 * proxy and the client; the caller owns the lanes. Ends with {@link #close()}.
 */
final class BenchClient implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    /** The system's default buffer. */
    static final int USUAL_BUFFER = 0;

    /** No proxy: nothing is counted, delayed or cut, and no proxy adds latency. */
    static final int DIRECT = -1;

    /** The system's minimum, so that a client that does not read soon blocks the host's writer. */
    static final int SMALL_BUFFER = 4 * 1024;

    private final MemorySecureStore store;
    private final Identity self;
    private final FaultyNetwork proxy;
    private final PairedHosts hosts;
    private final AtomicLong received = new AtomicLong();
    /** The proxy's pump to the client waits for this. */
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    private BenchClient(MemorySecureStore store, Identity self, int port, int buffer, Lanes lanes, String name)
            throws IOException {
        this.store = store;
        this.self = self;
        this.proxy = buffer == DIRECT ? null : new FaultyNetwork(port, 1, buffer);
        if (proxy != null) {
            connectable();
        }
        this.hosts = new PairedHosts(
                ClientSetup.of(lanes.open(name, 1024), "bench", name, "Bench"),
                new SecurePairedHostStore(store),
                paired -> new OkHttpConnector(() -> throughProxy(paired.get()), self),
                SeenMarks.NONE,
                null);
    }

    private PairedHost throughProxy(PairedHost paired) {
        return proxy == null
                ? paired
                : paired.known(paired.name(), List.of(new BridgeUrl(false, "127.0.0.1", proxy.port())));
    }

    static BenchClient pair(ServerManager host, int buffer, Lanes lanes, String name) throws Exception {
        return pair(host.port(), host.ticket(Scope.STEER).text(), buffer, lanes, name);
    }

    static BenchClient pair(int port, String ticket, int buffer, Lanes lanes, String name) throws Exception {
        BenchClient client = new BenchClient(new MemorySecureStore(), Identity.generate(), port, buffer, lanes, name);
        client.hosts.start();
        Hosts.PairingResult result =
                client.hosts.pair(ticket, "").toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof Hosts.PairingResult.Failed failed) {
            throw new IllegalStateException(failed.text());
        }
        return client;
    }

    BenchClient again(int port, Lanes lanes) throws IOException {
        return new BenchClient(store, self, port, USUAL_BUFFER, lanes, "again");
    }

    /** Connects to the paired host. */
    void start() throws Exception {
        hosts.start().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    // --- the network

    /** Bytes that the host sent and the proxy forwarded, including handshakes and WebSocket overhead. */
    long received() {
        return received.get();
    }

    /** Restores a network without faults. */
    void connectable() {
        proxy.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> {
            gate.join();
            received.addAndGet(length);
            return length;
        });
    }

    /** Stops the client from reading. */
    void stall() {
        gate = new CompletableFuture<>();
    }

    void goOn() {
        gate.complete(null);
    }

    /** Cuts open connections and all attempts until {@link #heal()}. Returns when the client has noticed. */
    void cut() throws Exception {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        try (Hosts.Subscription listening = hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {}

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                if (!isLive()) {
                    lost.complete(null);
                }
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId changed, boolean critical) {}

            @Override
            public void pairing(String hostName, String code) {}
        })) {
            FaultyNetwork.Meddler nothing = (piece, length, offset) -> 0;
            proxy.meddle(nothing, nothing);
            proxy.cutAll(false);
            lost.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Ends the cut, and makes the client reconnect at once. */
    void heal() {
        connectable();
        hosts.retryNow();
    }

    // --- sessions

    private HostLink link() {
        return hosts.links().get(0);
    }

    SessionId newSession(Path cwd) throws Exception {
        return newSession("demo", cwd);
    }

    SessionId newSession(String agent, Path cwd) throws Exception {
        IntentResult result = link().sessions()
                .submit(new Intent.CreateSession(new AgentId(agent), cwd.toString(), null, null, null))
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof IntentResult.Accepted accepted) {
            return accepted.sessionId();
        }
        throw new IllegalStateException("no session: " + result);
    }

    SessionGateway.Subscription open(SessionId session) {
        return link().sessions().open(session);
    }

    SessionState state(SessionId session) {
        return link().reader().session(session).map(view -> view.state()).orElseGet(() -> SessionState.empty(session));
    }

    CompletableFuture<IntentResult> prompt(SessionId session, String text) {
        return link().sessions()
                .submit(new Intent.Prompt(session, text, WhenBusy.QUEUE))
                .toCompletableFuture();
    }

    CompletableFuture<IntentResult> answer(SessionId session, PendingId question, Answer answer) {
        return link().sessions()
                .submit(new Intent.AnswerPending(session, question, answer))
                .toCompletableFuture();
    }

    /** Pings the host, and completes with the round trip as the link measures it. */
    CompletableFuture<Duration> ping() {
        CompletableFuture<Duration> answered = new CompletableFuture<>();
        Duration before = roundTrip();
        Hosts.Subscription listening = hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {}

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                // Each round trip is another object.
                Duration now = roundTrip();
                if (now != null && now != before) {
                    answered.complete(now);
                }
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId changed, boolean critical) {}

            @Override
            public void pairing(String hostName, String code) {}
        });
        hosts.retryNow();
        return answered.whenComplete((time, failure) -> listening.close())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Duration roundTrip() {
        return link().reader().host().connection() instanceof ConnectionState.Live live ? live.roundTrip() : null;
    }

    /** Requests a directory's entries. The caller ignores the answer; it only needs the traffic. */
    void list(Path directory) {
        link().host().listDirectory(directory.toString());
    }

    /** Looks at the repositories of these sessions. */
    void look(List<SessionId> sessions) {
        link().host().watchRepositories(sessions);
    }

    FileChanges changes(SessionId session, ComparisonTarget against) throws Exception {
        return value(link().host().changes(session, against));
    }

    FileDiff diff(SessionId session, ChangedFile file, ComparisonTarget against, int page) throws Exception {
        return value(link().host().diff(session, file.path(), file.oldPath(), against, page, ""));
    }

    private static <T> T value(CompletionStage<HostGateway.Reply<T>> asked) throws Exception {
        HostGateway.Reply<T> reply = asked.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (reply instanceof HostGateway.Reply.Value<T> value) {
            return value.value();
        }
        throw new IllegalStateException("refused: " + reply);
    }

    /**
     * Completes on the client-state lane with the time at which the store first holds such a state. It is checked after
     * each batch, so the time is exact and nothing polls.
     */
    CompletableFuture<Long> when(SessionId session, Predicate<SessionState> wanted) {
        CompletableFuture<Long> at = new CompletableFuture<>();
        Hosts.Subscription listening = watch(session, state -> {
            if (!at.isDone() && wanted.test(state)) {
                at.complete(System.nanoTime());
            }
        });
        return at.whenComplete((time, failure) -> listening.close()).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As {@link #when}, but the link must also be live again; the batch that reports it counts. */
    CompletableFuture<Long> whenLive(SessionId session, Predicate<SessionState> wanted) {
        return when(session, state -> isLive() && wanted.test(state));
    }

    private boolean isLive() {
        return link().reader().host().connection() instanceof ConnectionState.Live;
    }

    /** @param look called on the client-state lane after each batch that the store has folded */
    Hosts.Subscription watch(SessionId session, Consumer<SessionState> look) {
        return hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {
                look.accept(state(session));
            }

            @Override
            public void hostChanged(HostId hostId, boolean critical) {}

            @Override
            public void sessionChanged(HostId hostId, SessionId changed, boolean critical) {
                if (changed.equals(session)) {
                    look.accept(state(session));
                }
            }

            @Override
            public void pairing(String hostName, String code) {}
        });
    }

    @Override
    public void close() {
        goOn();
        hosts.close();
        if (proxy != null) {
            proxy.close();
        }
    }
}
