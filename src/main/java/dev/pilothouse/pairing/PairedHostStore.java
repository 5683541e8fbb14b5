package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import java.util.List;

/**
 * The hosts that this device is paired with, on disk. Save a host <em>before</em> proving its ticket: if the host's
 * answer is lost, the host may still have accepted the device. Calls must not overlap; the owner ensures this with its
 * lane.
 */
public interface PairedHostStore {

    /**
     * All hosts in the order of pairing.
     *
     * @throws java.io.UncheckedIOException if they cannot be read
     */
    List<PairedHost> hosts();

    /**
     * Adds a host, or replaces the one with the same id in its position.
     *
     * @throws java.io.UncheckedIOException if it cannot be stored
     */
    void save(PairedHost host);

    /**
     * Removes a host.
     *
     * @return whether it existed
     * @throws java.io.UncheckedIOException if the change cannot be stored
     */
    boolean remove(HostId hostId);
}
