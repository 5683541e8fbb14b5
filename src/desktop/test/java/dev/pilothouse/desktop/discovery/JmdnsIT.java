package dev.pilothouse.desktop.discovery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.platform.HostFinder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Real multicast on this machine's loopback; skipped with a message where the system does not support it. */
class JmdnsIT extends LanContract {
    @BeforeEach
    void needsMulticast() throws IOException {
        assumeTrue(isCarried(InetAddress.getByName("127.0.0.1")), "loopback carries multicast");
    }

    private static boolean isCarried(InetAddress at) throws IOException {
        NetworkInterface network = NetworkInterface.getByInetAddress(at);
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(0))) {
            InetSocketAddress group = new InetSocketAddress("224.0.0.251", socket.getLocalPort());
            socket.setNetworkInterface(network);
            socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            socket.setSoTimeout(2_000);
            socket.joinGroup(group, network);
            socket.send(new DatagramPacket(new byte[] {1}, 1, group));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException | java.net.SocketException notCarried) {
            return false;
        }
    }

    @Override
    LanAnnouncer announcer() {
        return new JmdnsAnnouncer();
    }

    @Override
    HostFinder finder() {
        return new JmdnsFinder(() -> List.of(here()));
    }

    @Override
    InetAddress here() {
        return InetAddress.getLoopbackAddress();
    }
}
