package dev.pilothouse.desktop.discovery;

import java.io.IOException;
import java.net.InetAddress;

/** Port: announces a host in a network. Any thread; may take seconds. */
public interface LanAnnouncer {
    /**
     * The public content of an announcement: it contains no secret and grants no right.
     *
     * @param hostId the fingerprint of the host's key
     * @param name the host's display name
     * @param port of the bridge
     */
    record Announcement(String hostId, String name, int port) {}

    /**
     * Announces until the result is closed, which withdraws the announcement.
     *
     * @param at this machine's address in that network
     * @throws IOException if the announcement cannot be made in that network
     */
    AutoCloseable announce(InetAddress at, Announcement announcement) throws IOException;
}
