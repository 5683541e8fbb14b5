package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.secure.PublicKey;
import java.util.List;

/** What a ticket says of the host. @param urls where it listens now, best first; at least one */
public record HostCard(HostId hostId, String name, PublicKey key, List<BridgeUrl> urls) {
    public HostCard {
        urls = List.copyOf(urls);
    }
}
