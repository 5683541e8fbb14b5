package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * Port: hears which hosts announce themselves in the networks of this device. Everybody in a network can announce anything,
 * so what comes from here is a hint where to knock and proves nothing.
 */
public interface HostFinder {
    /**
     * Listens until it is closed. Neither this nor closing waits for the network.
     *
     * @param found told of each announcement, also of one that it has heard before; on any thread, must not wait
     */
    Subscription find(Consumer<Nearby> found);

    /**
     * One announcement.
     *
     * @param hostId as the announcer says
     * @param name for people, as the announcer says
     * @param address numeric
     * @param port 1 to 65535
     */
    record Nearby(String hostId, String name, String address, int port) {}
}
