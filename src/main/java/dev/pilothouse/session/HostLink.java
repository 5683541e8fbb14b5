package dev.pilothouse.session;

import dev.pilothouse.model.HostId;
import java.util.Objects;

/**
 * All that a user interface holds of one host: what it shows and how it steers.
 *
 * @param local whether the host runs in this process, so that it cannot be forgotten
 */
public record HostLink(HostId hostId, boolean local, SessionReader reader, SessionGateway sessions, HostGateway host) {
    public HostLink {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(host, "host");
    }
}
