package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A host in its own process, its agent in another, and clients in this one: the app's client without a screen. Owns
 * them. Confined to the thread of the benchmarks; ends with {@link #close()}.
 */
final class WireRig implements AutoCloseable {
    private final WireHost host;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("bench", (thread, failure) -> failures.add(failure));
    private final List<BenchClient> clients = new ArrayList<>();
    private final List<SessionGateway.Subscription> open = new ArrayList<>();
    private SessionId session;

    private WireRig(WireHost host) {
        this.host = host;
    }

    /** @param buffer of the clients' sockets, a constant of {@link BenchClient} or bytes */
    static WireRig start(int clients, int buffer) throws Exception {
        WireRig rig = new WireRig(WireHost.start());
        try {
            for (int i = 0; i < clients; i++) {
                rig.join(buffer);
            }
            BenchClient first = rig.clients.get(0);
            rig.session = first.newSession(WireHost.AGENT, rig.host.work());
            for (BenchClient client : rig.clients) {
                rig.open.add(client.open(rig.session));
            }
            return rig;
        } catch (Exception e) {
            rig.close();
            throw e;
        }
    }

    private BenchClient join(int buffer) throws Exception {
        BenchClient client = BenchClient.pair(host.port(), host.ticket(), buffer, lanes, "client-" + clients.size());
        clients.add(client);
        return client;
    }

    WireHost host() {
        return host;
    }

    List<BenchClient> clients() {
        return clients;
    }

    SessionId session() {
        return session;
    }

    /**
     * The outcome of a turn.
     *
     * @param stamps of each client, complete
     * @param received bytes of the first client, where they are counted
     * @param processorMillis of the host's process
     */
    record Turn(List<Stamps> stamps, int chunks, double millis, long received, double processorMillis) {
        double bytesPerChunk() {
            return (double) received / chunks;
        }

        double chunksPerSecond() {
            return chunks / millis * 1_000;
        }

        double processorMicrosPerChunk() {
            return processorMillis * 1_000 / chunks;
        }
    }

    Turn stream(int chunks, String apartMillis) throws Exception {
        return stream(clients, chunks, apartMillis);
    }

    /** One turn, until all of these clients hold every chunk of it and the first has received its end. */
    Turn stream(List<BenchClient> watching, int chunks, String apartMillis) throws Exception {
        BenchClient first = clients.get(0);
        long before = first.state(session).seq();
        List<Stamps> stamps = new ArrayList<>();
        List<CompletableFuture<Void>> whole = new ArrayList<>();
        List<Hosts.Subscription> watches = new ArrayList<>();
        for (BenchClient client : watching) {
            Stamps mine = new Stamps(chunks);
            CompletableFuture<Void> done = new CompletableFuture<>();
            Growth growth = new Growth(before, mine);
            watches.add(client.watch(session, state -> {
                growth.look(state, System.nanoTime());
                if (mine.isWhole()) {
                    done.complete(null);
                }
            }));
            stamps.add(mine);
            whole.add(done);
        }
        CompletableFuture<Long> ended = first.when(
                session,
                state -> state.lastTurn() != null
                        && state.lastTurn().seq() > before
                        && state.activity().turn() == null);
        long received = first.received();
        double processor = host.processorMillis();
        long start = System.nanoTime();
        IntentResult result = first.prompt(session, WireAgent.prompt(chunks, apartMillis))
                .get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!(result instanceof IntentResult.Accepted)) {
            throw new IllegalStateException("not accepted: " + result);
        }
        double millis;
        try {
            millis = (ended.get() - start) / 1e6;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the turn does not end: " + first.state(session), e);
        }
        for (CompletableFuture<Void> done : whole) {
            done.get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        double used = host.processorMillis() - processor;
        watches.forEach(Hosts.Subscription::close);
        stamps.forEach(Stamps::requireWhole);
        return new Turn(stamps, chunks, millis, first.received() - received, used);
    }

    /** Finds the new text in a turn's messages. Confined to a client's lane. */
    private static final class Growth {
        private final long before;
        private final Stamps stamps;
        private long item;
        private int taken;

        Growth(long before, Stamps stamps) {
            this.before = before;
            this.stamps = stamps;
        }

        void look(SessionState state, long ticker) {
            List<Item> items = state.transcript().items();
            int from = items.size();
            while (from > 0 && items.get(from - 1).id().createdSeq() > Math.max(before, item - 1)) {
                from--;
            }
            for (Item each : items.subList(from, items.size())) {
                if (each instanceof Item.MessageItem message) {
                    if (message.id().createdSeq() != item) {
                        item = message.id().createdSeq();
                        taken = 0;
                    }
                    int length = message.text().length();
                    if (length > taken) {
                        stamps.take(message.text().tail(length - taken), ticker);
                        taken = length;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        open.forEach(SessionGateway.Subscription::close);
        clients.forEach(BenchClient::close);
        host.close();
        lanes.close();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a client has failed", failures.get(0));
        }
    }
}
