package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.secure.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A host that this device is paired with: its pinned key and its addresses.
 *
 * @param name for display
 * @param key the key that the host must prove at every connection
 * @param urls addresses to try, best first; replaced as a whole when the host sends new ones
 * @param addedAt by this device's clock
 */
public record PairedHost(HostId hostId, String name, PublicKey key, List<BridgeUrl> urls, Instant addedAt) {
    public PairedHost {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(addedAt, "addedAt");
        urls = List.copyOf(urls);
    }

    public static PairedHost of(PairingTicket ticket, Instant addedAt) {
        return new PairedHost(ticket.hostId(), ticket.hostName(), ticket.hostKey(), ticket.urls(), addedAt);
    }

    /** Returns this host with the name and addresses that it last sent. */
    public PairedHost known(String newName, List<BridgeUrl> newUrls) {
        return new PairedHost(hostId, newName, key, newUrls, addedAt);
    }
}
