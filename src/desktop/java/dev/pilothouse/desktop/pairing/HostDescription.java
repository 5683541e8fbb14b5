package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.secure.PublicKey;
import java.util.List;

/** The host's part of a pairing ticket. @param urls addresses of the host, best first; at least one */
public record HostDescription(HostId hostId, String name, PublicKey key, List<BridgeUrl> urls) {
    public HostDescription {
        urls = List.copyOf(urls);
    }
}
