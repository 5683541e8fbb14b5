package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * The addresses of the host's bridge.
 *
 * @param sharing whether the host listens on the LAN; false = on loopback only
 * @param urls current addresses of the bridge, best first, including the tunnel's
 * @param tunnel state of the tunnel
 */
public record SharingInfo(boolean sharing, List<String> urls, TunnelInfo tunnel) {
    public SharingInfo {
        urls = List.copyOf(urls);
        Objects.requireNonNull(tunnel, "tunnel");
    }

    /** A host without a tunnel. */
    public SharingInfo(boolean sharing, List<String> urls) {
        this(sharing, urls, TunnelInfo.NONE);
    }

    /**
     * Returns the fields that a device with this scope may read. The tunnel's text may name files and programs of the
     * host, so only admins get it.
     */
    public SharingInfo visibleTo(Scope scope) {
        return scope == Scope.ADMIN || tunnel.text().isEmpty()
                ? this
                : new SharingInfo(sharing, urls, tunnel.withoutText());
    }
}
