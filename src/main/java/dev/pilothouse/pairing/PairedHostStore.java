package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import java.util.List;

/**
 * The hosts that this device is paired with, on disk. A host is stored <em>before</em> its ticket is proved: the host
 * may have taken the device in although its answer was lost. Calls must not overlap; their owner's lane sees to it.
 */
public interface PairedHostStore {

    /** All of them in the order of pairing. @throws java.io.UncheckedIOException if they cannot be read */
    List<PairedHost> hosts();

    /** Adds a host, or replaces the one of the same id in its place. @throws java.io.UncheckedIOException if not stored */
    void save(PairedHost host);

    /** @return whether it was there. @throws java.io.UncheckedIOException if not stored */
    boolean remove(HostId hostId);
}
