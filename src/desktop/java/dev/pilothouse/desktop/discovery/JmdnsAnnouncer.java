package dev.pilothouse.desktop.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/**
 * Announces by mDNS, as {@code NAME._pilothouse._tcp.local}. Stateless; each announcement owns its sockets and threads.
 */
public final class JmdnsAnnouncer implements LanAnnouncer {
    static final String TYPE = "_pilothouse._tcp.local.";
    static final String ID = "id";

    private static final String VERSION = "v";

    @Override
    public AutoCloseable announce(InetAddress at, Announcement announcement) throws IOException {
        // Uses a separate mDNS host name, so that the machine's name is not published beside the host's display name.
        JmDNS network = JmDNS.create(at, "pilothouse-" + announcement.hostId());
        try {
            network.registerService(ServiceInfo.create(
                    TYPE,
                    announcement.name(),
                    announcement.port(),
                    0,
                    0,
                    Map.of(VERSION, "1", ID, announcement.hostId())));
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }
}
