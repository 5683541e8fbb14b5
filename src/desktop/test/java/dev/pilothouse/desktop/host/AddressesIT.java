package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.discovery.MemoryLan;
import dev.pilothouse.desktop.journal.DiskSpaceMonitor;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairedHostStore;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real host whose machine changes its addresses, all on loopback, since a test cannot change another network. */
class AddressesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String FIRST = "127.0.0.2";
    private static final String SECOND = "127.0.0.3";

    @TempDir
    Path folder;

    private final Lanes lanes = new Lanes("client", (thread, failure) -> {
        throw new AssertionError(failure);
    });
    private final Identity self = Identity.generate();
    private final PairedHostStore stored = new SecurePairedHostStore(new MemorySecureStore());
    private final PairedHosts phone = new PairedHosts(
            ClientSetup.of(lanes.open("phone-state", 1024), "test", "Phone", "Test"),
            stored,
            paired -> new OkHttpConnector(paired, self),
            SeenMarks.NONE,
            null);

    private final MemoryLan lan = new MemoryLan();
    private volatile List<InetAddress> addresses;
    private ServerManager host;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(canListen(FIRST) && canListen(SECOND), "all of 127.0.0.0/8 is this machine's");
        addresses = List.of(InetAddress.getByName(FIRST));
        HostOptions sharing = new HostOptions(folder, 0, true, true, "Test host");
        host = ((HostStartResult.Started) ServerManager.start(
                        sharing, Clock.systemUTC(), System::nanoTime, DiskSpaceMonitor.Disk.REAL, () -> addresses, lan))
                .host();
    }

    @AfterEach
    void stop() {
        phone.close();
        lanes.close();
        if (host != null) {
            host.close();
        }
    }

    private static boolean canListen(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private BridgeUrl at(String address) {
        return new BridgeUrl(false, address, host.port());
    }

    private List<BridgeUrl> known() {
        return stored.hosts().get(0).urls();
    }

    @Test
    void aPairedDeviceLearnsTheNewAddressesAndTheOldOnesAreForgotten() throws Exception {
        phone.start();
        Hosts.PairingResult result = phone.pair(host.ticket(Scope.VIEW).text(), "")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(Hosts.PairingResult.Paired.class);
        assertThat(known()).containsExactly(at(FIRST), at("127.0.0.1"));

        addresses = List.of(InetAddress.getByName(SECOND));
        host.followAddresses();

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(known()).containsExactly(at(SECOND), at("127.0.0.1")));
        PairedHost onlyThere = stored.hosts().get(0).known("Test host", List.of(at(SECOND)));
        try (TestClient again = TestClient.remote(onlyThere, self).hello()) {
            again.awaitHeard(HostMessage.Welcome.class);
        }
    }

    @Test
    void whoeverComesAtAnAddressThatIsGoneIsNotLetIn() throws Exception {
        PairedHost gone = PairedHost.of(
                        TestHost.ticket(host, Scope.VIEW), Clock.systemUTC().instant())
                .known("Test host", List.of(at(FIRST)));
        addresses = List.of();
        host.followAddresses();

        try (TestClient client = TestClient.remote(gone, self)) {
            assertThat(client.isLost()).isTrue();
        }
        assertThat(host.urls()).containsExactly(at("127.0.0.1"));
    }

    @Test
    void addressesAreToldInTheMachinesOrderAndNotInThatInWhichTheyCame() throws Exception {
        addresses = List.of(InetAddress.getByName(SECOND), InetAddress.getByName(FIRST));
        host.followAddresses();

        assertThat(host.urls()).containsExactly(at(SECOND), at(FIRST), at("127.0.0.1"));
        assertThat(TestHost.ticket(host, Scope.VIEW).urls()).containsExactlyElementsOf(host.urls());
    }

    private void announcedAt(String... where) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(lan.announced())
                        .extracting(HostFinder.Nearby::address)
                        .containsExactlyInAnyOrder(where));
    }

    @Test
    void aHostIsAnnouncedWhereItSharesAndNowhereElse() throws Exception {
        announcedAt(FIRST);
        assertThat(lan.announced())
                .containsExactly(new HostFinder.Nearby(host.hostId().value(), "Test host", FIRST, host.port()));

        addresses = List.of(InetAddress.getByName(SECOND));
        host.followAddresses();
        announcedAt(SECOND);

        try (TestClient window = TestClient.local(host).hello()) {
            window.admin(new AdminCommand.SetSharing(false));
            announcedAt();
            window.admin(new AdminCommand.SetSharing(true));
            announcedAt(SECOND);
        }

        host.close();
        assertThat(lan.announced()).isEmpty();
    }

    @Test
    void aLostHostIsFoundAgainWhereItIsHeardAndNobodyElseIsBelieved() throws Exception {
        phone.setFinder(lan);
        stored.save(PairedHost.of(
                        TestHost.ticket(host, Scope.VIEW), Clock.systemUTC().instant())
                .known("Test host", List.of(at(SECOND))));
        try (TestClient pairs = TestClient.paired(TestHost.ticket(host, Scope.VIEW), self, "Phone")) {
            pairs.awaitHeard(HostMessage.Welcome.class);
        }
        phone.start();
        await().atMost(TIMEOUT).until(() -> lan.listeners() == 1 || isLive());

        await().atMost(TIMEOUT).until(this::isLive);
        // The client stores the host's addresses after the link is shown as live.
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(known()).as("as the host itself tells").containsExactly(at(FIRST), at("127.0.0.1")));
        await().atMost(TIMEOUT).until(() -> lan.listeners() == 0);

        // A forged announcement in the host's name, at an address where it is not.
        lan.claim(new HostFinder.Nearby(host.hostId().value(), "Test host", "127.0.0.66", 9));
        assertThat(known()).containsExactly(at(FIRST), at("127.0.0.1"));
    }

    private boolean isLive() {
        return !phone.links().isEmpty()
                && phone.links().get(0).reader().host().connection() instanceof ConnectionState.Live;
    }

    @Test
    void theDoorIsShutWhileANetworkTakesItsTimeForTheGoodbye() throws Exception {
        host.close();
        CountDownLatch goodbye = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        HostOptions sharing = new HostOptions(folder, 0, true, true, "Test host");
        host = ((HostStartResult.Started) ServerManager.start(
                        sharing,
                        Clock.systemUTC(),
                        System::nanoTime,
                        DiskSpaceMonitor.Disk.REAL,
                        () -> addresses,
                        (at, announcement) -> {
                            heard.countDown();
                            return goodbye::await;
                        }))
                .host();
        heard.await();
        int port = host.port();
        Thread closing = new Thread(host::close, "closing");
        closing.setDaemon(true);
        closing.start();

        await().atMost(TIMEOUT).until(() -> !answers("127.0.0.1", port) && !answers(FIRST, port));

        assertThat(closing.isAlive()).as("still says goodbye").isTrue();
        goodbye.countDown();
        closing.join();
    }

    private static boolean answers(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException shut) {
            return false;
        }
    }
}
