package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * Port that finds hosts that announce themselves in the networks of this device. Any machine in a network can announce
 * anything, so an announcement is only a hint and proves nothing.
 */
public interface HostFinder {
    /**
     * Listens until the subscription is closed. Neither this method nor closing waits for the network.
     *
     * @param found gets each announcement, including repeated ones. Runs on any thread and must not block.
     */
    Subscription find(Consumer<Nearby> found);

    /**
     * One announcement.
     *
     * @param hostId as announced, not verified
     * @param name for people, as announced
     * @param address numeric
     * @param port 1 to 65535
     */
    record Nearby(String hostId, String name, String address, int port) {}
}
