package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeServerIT {
    /** No program listens there, and none gets it as a free port. */
    private static final int NOBODYS_PORT = 1;

    private final Identity identity = Identity.generate();
    private final Identity device = Identity.generate();
    private final ScriptedDoor door = new ScriptedDoor();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private BridgeServer bridge;

    @BeforeEach
    void listen() throws Exception {
        bridge = BridgeServer.start(0, identity, key -> false, door, BridgeServer.Addresses.REAL);
        owned.add(bridge);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
    }

    @Test
    void messagesGoBothWaysAndBothEndsShowTheSameCode() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        String code = listener.opened();
        transport.send(new ClientMessage.Ping(41));
        transport.send(new ClientMessage.Ping(42));

        ScriptedDoor.Arrival arrival = door.next();
        assertThat(arrival.peer.key()).isEqualTo(device.publicKey());
        assertThat(arrival.peer.pairingCode()).isEqualTo(code);
        assertThat(arrival.peer.address()).isEqualTo("127.0.0.1");
        assertThat(arrival.next()).isEqualTo(new ClientMessage.Ping(41));
        assertThat(arrival.next()).isEqualTo(new ClientMessage.Ping(42));
        assertThat(listener.next()).isEqualTo(new HostMessage.Pong(41));
        assertThat(listener.next()).isEqualTo(new HostMessage.Pong(42));
    }

    @Test
    void theHostHearsOfNobodyBeforeAMessageHasOpened() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        assertThat(door.arrivals).isEmpty();

        transport.send(new ClientMessage.Ping(1));
        door.next();
    }

    @Test
    void aHostWithAnotherKeyIsNotThePairedOne() throws Exception {
        RecordingListener listener = new RecordingListener();
        connect(listener, Identity.generate().publicKey());

        assertThat(listener.lost()).startsWith("Cannot connect to Desk: ").contains("does not prove to be this host");
        assertThat(door.arrivals).isEmpty();
    }

    @Test
    void theRaceIsWonByTheAddressThatProvesTheKey() throws Exception {
        BridgeServer other = BridgeServer.start(
                0, Identity.generate(), key -> false, new ScriptedDoor(), BridgeServer.Addresses.REAL);
        owned.add(other);
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(
                listener,
                identity.publicKey(),
                List.of(url(other.port()), new BridgeUrl(false, "127.0.0.1", NOBODYS_PORT), url(bridge.port())));
        listener.opened();
        transport.send(new ClientMessage.Ping(5));

        assertThat(listener.next()).isEqualTo(new HostMessage.Pong(5));
    }

    @Test
    void aHostThatIsNotThereIsLostWithASentence() throws Exception {
        RecordingListener listener = new RecordingListener();
        connect(listener, identity.publicKey(), List.of(new BridgeUrl(false, "127.0.0.1", NOBODYS_PORT)));

        assertThat(listener.lost()).startsWith("Cannot connect to Desk: ").contains("is not reachable");
    }

    @Test
    void aMessageOf2MiBArrivesOnceTheDeviceIsWelcome() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        transport.send(new ClientMessage.Ping(1));
        ScriptedDoor.Arrival arrival = door.next();
        arrival.next();
        arrival.sink.deliver(Messages.welcome());
        ClientMessage prompt = prompt("x".repeat(2 * 1024 * 1024));
        transport.send(prompt);

        assertThat(arrival.next()).isEqualTo(prompt);
        String text = "y".repeat(4 * 1024 * 1024);
        arrival.sink.deliver(new HostMessage.Blob(new RequestId("r"), text));
        // The door answers the ping on its own thread, so before or after the welcome.
        assertThat(List.of(listener.next(), listener.next()))
                .hasAtLeastOneElementOfType(HostMessage.Pong.class)
                .hasAtLeastOneElementOfType(HostMessage.Welcome.class);
        assertThat(listener.next()).isEqualTo(new HostMessage.Blob(new RequestId("r"), text));
    }

    @Test
    void aStrangerMaySendNoMoreThan4KiB() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        transport.send(prompt("x".repeat(5000)));

        assertThat(listener.lost()).contains("broke");
        assertThat(door.arrivals).isEmpty();
    }

    @Test
    void closingTheHostsEndEndsTheClientsAfterTheLastWord() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        transport.send(new ClientMessage.Ping(1));
        ScriptedDoor.Arrival arrival = door.next();
        listener.next();
        HostMessage.Bye bye = new HostMessage.Bye(ErrorCode.REVOKED, "This device was removed.", 0, 0);
        arrival.sink.deliver(bye);
        arrival.sink.close();

        assertThat(listener.next()).isEqualTo(bye);
        listener.lost();
        await().until(() -> arrival.over);
        assertThat(arrival.closedCalls).isEqualTo(1);
        assertThat(catchThrowableOfType(IOException.class, () -> arrival.sink.deliver(bye)))
                .isNotNull();
    }

    @Test
    void closingTheClientsEndTellsTheHostAndNothingMoreTellsTheClient() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        transport.send(new ClientMessage.Ping(1));
        ScriptedDoor.Arrival arrival = door.next();
        transport.close();
        transport.close();

        await().until(() -> arrival.over);
        assertThat(transport.send(new ClientMessage.Ping(2))).isInstanceOf(Transport.SendResult.Refused.class);
        assertThat(listener.lost).isNotDone();
    }

    @Test
    void closingTheBridgeEndsEveryConnection() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        transport.send(new ClientMessage.Ping(1));
        ScriptedDoor.Arrival arrival = door.next();
        bridge.close();

        listener.lost();
        await().until(() -> arrival.over);
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BridgeFailure failure = catchThrowableOfType(
                    BridgeFailure.class,
                    () -> BridgeServer.start(
                            taken.getLocalPort(), identity, key -> false, door, BridgeServer.Addresses.REAL));
            assertThat(failure.reason()).isEqualTo(BridgeFailure.Reason.PORT_IN_USE);
            assertThat(failure)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void sharingGoesOnAndOffWithoutACutForLocalClients() throws Exception {
        RecordingListener listener = new RecordingListener();
        Transport transport = connect(listener, identity.publicKey());
        listener.opened();
        assertThat(bridge.urls()).containsExactly(url(bridge.port()));
        bridge.setSharing(true);
        List<BridgeUrl> shared = bridge.urls();
        assertThat(shared).endsWith(url(bridge.port())).hasSizeLessThanOrEqualTo(64);
        if (shared.size() > 1) {
            RecordingListener overLan = new RecordingListener();
            connect(overLan, identity.publicKey(), List.of(shared.get(0)));
            overLan.opened();
            bridge.setSharing(false);
            overLan.lost();
        }
        bridge.setSharing(false);

        transport.send(new ClientMessage.Ping(9));
        assertThat(listener.next()).isEqualTo(new HostMessage.Pong(9));
        assertThat(bridge.urls()).containsExactly(url(bridge.port()));
    }

    private static ClientMessage prompt(String text) {
        return new ClientMessage.Submit(
                new RequestId("r1"), new Intent.Prompt(new SessionId("s1"), text, WhenBusy.QUEUE));
    }

    private static BridgeUrl url(int port) {
        return new BridgeUrl(false, "127.0.0.1", port);
    }

    private Transport connect(RecordingListener listener, PublicKey key) {
        return connect(listener, key, List.of(url(bridge.port())));
    }

    private Transport connect(RecordingListener listener, PublicKey key, List<BridgeUrl> urls) {
        OkHttpConnector connector =
                new OkHttpConnector(new PairedHost(new HostId("h1"), "Desk", key, urls, Instant.EPOCH), device);
        owned.add(connector);
        Transport transport = connector.connect(listener);
        owned.add(transport);
        return transport;
    }
}
