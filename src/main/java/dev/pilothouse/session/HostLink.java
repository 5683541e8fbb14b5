package dev.pilothouse.session;

import dev.pilothouse.model.HostId;
import java.util.Objects;

/**
 * A user interface's access to one host: its state and the gateways to control it.
 *
 * @param local whether the host runs in this process, so that it cannot be removed
 */
public record HostLink(HostId hostId, boolean local, SessionReader reader, SessionGateway sessions, HostGateway host) {
    public HostLink {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(host, "host");
    }
}
