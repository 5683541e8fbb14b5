package dev.pilothouse.desktop.bridge;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the addresses at which other devices may reach this machine, most likely first. Stateless. */
public final class LocalAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);
    private static final int MAX_IPV6 = 2;

    private LocalAddresses() {}

    /** Addresses of networks that are up, without loopback and link-local ones: LAN, then tailnet, then the rest. */
    public static List<InetAddress> shareable() {
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                if (network.isUp() && !network.isLoopback()) {
                    network.inetAddresses()
                            .filter(LocalAddresses::isReachable)
                            .map(address -> new Candidate(plain(address), rank(network, address)))
                            .forEach(candidates::add);
                }
            }
        } catch (SocketException e) {
            LOG.warn("The addresses of this machine cannot be listed: {}", e.toString());
        }
        candidates.sort(Comparator.comparingInt(Candidate::rank));
        List<InetAddress> addresses = new ArrayList<>();
        int ipv6 = 0;
        for (Candidate candidate : candidates) {
            if (candidate.address() instanceof Inet4Address || ipv6++ < MAX_IPV6) {
                addresses.add(candidate.address());
            }
        }
        return addresses;
    }

    private record Candidate(InetAddress address, int rank) {}

    private static boolean isReachable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    /** Removes the zone, which is meaningless on another machine. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }

    static int rank(NetworkInterface network, InetAddress address) {
        int rank = 3;
        if (address instanceof Inet6Address) {
            rank = 4;
        } else if (address.isSiteLocalAddress()) {
            rank = 1;
        } else if (isTailnet(address.getAddress())) {
            rank = 2;
        }
        return isOfContainers(network.getName()) ? rank + 10 : rank;
    }

    /** 100.64.0.0/10, the address range of tailnets. */
    private static boolean isTailnet(byte[] address) {
        return address[0] == 100 && (address[1] & 0xc0) == 64;
    }

    /** Bridges for containers or virtual machines, which are reachable from this machine alone. */
    private static boolean isOfContainers(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("docker")
                || lower.startsWith("br-")
                || lower.startsWith("veth")
                || lower.startsWith("virbr")
                || lower.startsWith("vbox")
                || lower.startsWith("vmnet");
    }
}
