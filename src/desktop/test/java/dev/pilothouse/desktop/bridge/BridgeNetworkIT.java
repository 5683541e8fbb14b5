package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.desktop.testing.OpenFiles;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge over networks that cut, corrupt and stall. */
class BridgeNetworkIT {
    /** More bytes than the HTTP upgrade and the handshake. */
    private static final int PAST_HANDSHAKE = 1_500;

    private final Identity identity = Identity.generate();
    private final Identity device = Identity.generate();
    private final ScriptedDoor door = new ScriptedDoor();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private BridgeServer bridge;
    private FaultyNetwork proxy;

    @BeforeEach
    void listen() throws Exception {
        bridge = BridgeServer.start(
                0,
                identity,
                key -> false,
                door,
                new BridgeServer.Patience(Duration.ofSeconds(10), Duration.ofSeconds(2)),
                BridgeServer.Addresses.REAL);
        owned.add(bridge);
        proxy = new FaultyNetwork(bridge.port(), 1);
        owned.add(proxy);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
    }

    @Test
    void aByteChangedOnItsWayToTheHostEndsTheConnectionAndNothingFalseArrives() {
        Seeds.check(6, random -> {
            long spot = PAST_HANDSHAKE + random.nextInt(2_000);
            proxy.meddle((piece, length, offset) -> flip(piece, length, offset, spot), FaultyNetwork.HONEST);
            RecordingListener listener = new RecordingListener();
            try (OkHttpConnector connector = connector(proxy.port())) {
                Transport transport = connector.connect(listener);
                listener.opened();
                for (int i = 0; i < 60; i++) {
                    transport.send(new ClientMessage.Ping(i));
                }
                listener.lost();
            }
            ScriptedDoor.Arrival arrival = door.next();
            await().until(() -> arrival.over);
            assertPingsInOrder(List.copyOf(arrival.messages));
        });
    }

    @Test
    void aByteChangedOnItsWayToTheDeviceEndsTheConnectionAndNothingFalseArrives() {
        Seeds.check(6, random -> {
            long spot = PAST_HANDSHAKE + random.nextInt(2_000);
            proxy.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> flip(piece, length, offset, spot));
            RecordingListener listener = new RecordingListener();
            try (OkHttpConnector connector = connector(proxy.port())) {
                Transport transport = connector.connect(listener);
                listener.opened();
                for (int i = 0; i < 60; i++) {
                    transport.send(new ClientMessage.Ping(i));
                }
                listener.lost();
            }
            int next = 0;
            for (HostMessage message : listener.messages) {
                assertThat(message).isEqualTo(new HostMessage.Pong(next++));
            }
            assertThat(next).isLessThan(60);
        });
    }

    @Test
    void aCutAtAnyByteIsNoticedByBothEndsOnce() {
        Seeds.check(12, random -> {
            long spot = random.nextInt(4_000);
            boolean upwards = random.nextBoolean();
            FaultyNetwork.Meddler cut = (piece, length, offset) -> (int) Math.min(length, Math.max(0, spot - offset));
            proxy.meddle(upwards ? cut : FaultyNetwork.HONEST, upwards ? FaultyNetwork.HONEST : cut);
            int before = door.arrivals.size();
            RecordingListener listener = new RecordingListener();
            try (OkHttpConnector connector = connector(proxy.port())) {
                Transport transport = connector.connect(listener);
                await().until(() -> listener.lost.isDone() || listener.code.isDone());
                for (int i = 0; i < 100; i++) {
                    transport.send(new ClientMessage.Ping(i));
                }
                listener.lost();
            }
            for (ScriptedDoor.Arrival arrival : door.arrivals.subList(before, door.arrivals.size())) {
                await().until(() -> arrival.over);
                assertThat(arrival.closedCalls).isEqualTo(1);
            }
        });
    }

    @Test
    void aDeviceThatStopsReadingBlocksOnlyItselfAndIsCutOff() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        OkHttpConnector slow = connector(bridge.port());
        owned.add(slow);
        Transport stalled = slow.connect(new Transport.Listener() {
            @Override
            public void onOpen(String pairingCode) {
                taken.set(0);
            }

            @Override
            public void onMessage(HostMessage message) throws InterruptedException {
                taken.incrementAndGet();
                stuck.await();
            }

            @Override
            public void onLost(HostText reason) {
                taken.set(-1);
            }
        });
        await().until(() -> stalled.send(new ClientMessage.Ping(1)) instanceof Transport.SendResult.Sent);
        ScriptedDoor.Arrival arrival = door.next();
        Thread flood = new Thread(() -> flood(arrival), "flood");
        flood.setDaemon(true);
        flood.start();

        RecordingListener listener = new RecordingListener();
        OkHttpConnector quick = connector(bridge.port());
        owned.add(quick);
        Transport transport = quick.connect(listener);
        listener.opened();
        for (int i = 0; i < 50; i++) {
            transport.send(new ClientMessage.Ping(i));
            assertThat(listener.next()).isEqualTo(new HostMessage.Pong(i));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> arrival.over);
        flood.join(5_000);
        assertThat(flood.isAlive()).isFalse();
        stuck.countDown();
    }

    @Test
    void closingATransportWhoseListenerIsStuckLetsItGo() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        OkHttpConnector connector = connector(bridge.port());
        owned.add(connector);
        Transport transport = connector.connect(new Transport.Listener() {
            @Override
            public void onOpen(String pairingCode) {
                // Nothing to prepare.
            }

            @Override
            public void onMessage(HostMessage message) throws InterruptedException {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }

            @Override
            public void onLost(HostText reason) {
                // Not expected; the latch would not open.
            }
        });
        await().until(() -> transport.send(new ClientMessage.Ping(1)) instanceof Transport.SendResult.Sent);
        entered.await();
        transport.close();

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void fiftyConnectionsLeaveNoDescriptorsAndNoThreadsBehind() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
        useOnce();
        await().until(() -> door.arrivals.stream().allMatch(arrival -> arrival.over));
        int before = OpenFiles.list().size();
        for (int i = 0; i < 50; i++) {
            useOnce();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> OpenFiles.list().size() <= before + 2);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("conn-")));
    }

    private void useOnce() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (OkHttpConnector connector = connector(bridge.port());
                Transport transport = connector.connect(listener)) {
            listener.opened();
            transport.send(new ClientMessage.Ping(3));
            assertThat(listener.next()).isEqualTo(new HostMessage.Pong(3));
        }
    }

    private static void flood(ScriptedDoor.Arrival arrival) {
        try {
            HostMessage large = new HostMessage.Blob(new RequestId("r"), "x".repeat(1024 * 1024));
            for (int i = 0; i < 200; i++) {
                arrival.sink.deliver(large);
            }
        } catch (IOException | InterruptedException e) {
            // Cut off, as the test expects.
            return;
        }
    }

    private static int flip(byte[] piece, int length, long offset, long spot) {
        if (spot >= offset && spot < offset + length) {
            piece[(int) (spot - offset)] ^= 0x10;
        }
        return length;
    }

    private static void assertPingsInOrder(List<ClientMessage> messages) {
        long next = 0;
        for (ClientMessage message : messages) {
            assertThat(message).isEqualTo(new ClientMessage.Ping(next++));
        }
        assertThat(next).isLessThan(60);
    }

    private OkHttpConnector connector(int port) {
        return new OkHttpConnector(
                new PairedHost(
                        new HostId("h1"),
                        "Desk",
                        identity.publicKey(),
                        List.of(new BridgeUrl(false, "127.0.0.1", port)),
                        Instant.EPOCH),
                device);
    }
}
