package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * Where the host can be reached.
 *
 * @param sharing whether the host listens on the LAN; false = on loopback only
 * @param urls the addresses under which the bridge can be reached now, best first; that of a tunnel is among them
 * @param tunnel how the tunnel is
 */
public record SharingInfo(boolean sharing, List<String> urls, TunnelInfo tunnel) {
    public SharingInfo {
        urls = List.copyOf(urls);
        Objects.requireNonNull(tunnel, "tunnel");
    }

    /** Of a host without a tunnel. */
    public SharingInfo(boolean sharing, List<String> urls) {
        this(sharing, urls, TunnelInfo.NONE);
    }

    /** What is told to a device with that scope: why there is no tunnel may name files and programs of the host. */
    public SharingInfo toldTo(Scope scope) {
        return scope == Scope.ADMIN || tunnel.text().isEmpty()
                ? this
                : new SharingInfo(sharing, urls, tunnel.withoutText());
    }
}
