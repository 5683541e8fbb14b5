package dev.pilothouse.desktop.discovery;

import java.io.IOException;
import java.net.InetAddress;

/** Port: tells a network that a host is there. Any thread; may take seconds. */
public interface LanAnnouncer {
    /**
     * What is told to everybody: nothing in it is a secret or a right.
     *
     * @param hostId which is the fingerprint of the host's key
     * @param name what people call the host
     * @param port of the bridge
     */
    record Announcement(String hostId, String name, int port) {}

    /**
     * Announces until the result is closed, which says goodbye to the network.
     *
     * @param at this machine's address in that network
     * @throws IOException if that network cannot be told
     */
    AutoCloseable announce(InetAddress at, Announcement announcement) throws IOException;
}
