package dev.pilothouse.desktop.bridge;

import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class OkHttpTransportIT extends TransportContract {
    private final Identity identity = Identity.generate();
    private final ScriptedDoor door = new ScriptedDoor();
    private BridgeServer bridge;
    private OkHttpConnector connector;
    private HostEnd end;

    @BeforeEach
    void listen() throws BridgeFailure {
        bridge = BridgeServer.start(0, identity, key -> false, door, BridgeServer.Addresses.REAL);
        PairedHost host = new PairedHost(
                new HostId("h1"),
                "Desk",
                identity.publicKey(),
                List.of(new BridgeUrl(false, "127.0.0.1", bridge.port())),
                Instant.EPOCH);
        connector = new OkHttpConnector(host, Identity.generate());
    }

    @AfterEach
    void close() {
        connector.close();
        bridge.close();
    }

    @Override
    Transport connect(Transport.Listener listener) {
        return connector.connect(listener);
    }

    @Override
    HostEnd host() throws InterruptedException {
        if (end == null) {
            end = new Socket(door.next());
        }
        return end;
    }

    private record Socket(ScriptedDoor.Arrival arrival) implements HostEnd {
        @Override
        public void deliver(HostMessage message) throws Exception {
            arrival.sink.deliver(message);
        }

        @Override
        public ClientMessage next() throws InterruptedException {
            return arrival.next();
        }

        @Override
        public void end() {
            arrival.sink.close();
        }

        @Override
        public boolean isOver() {
            return arrival.over;
        }
    }
}
