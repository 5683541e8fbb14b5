package dev.pilothouse.session;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SharingInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Cached state of a host and its sessions, stored on a device. Immutable.
 *
 * @param asOf when it was last up to date, by this device's clock
 */
public record CachedHost(
        String hostName,
        Scope scope,
        SharingInfo sharing,
        List<AgentInfo> agents,
        List<SessionSummary> sessions,
        Instant asOf) {
    public CachedHost {
        Objects.requireNonNull(hostName, "hostName");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(sharing, "sharing");
        agents = List.copyOf(agents);
        sessions = List.copyOf(sessions);
        Objects.requireNonNull(asOf, "asOf");
    }

    /** Makes a cache entry from the current view of a host. */
    public static CachedHost of(HostView view, Instant asOf) {
        return new CachedHost(view.hostName(), view.scope(), view.sharing(), view.agents(), view.sessions(), asOf);
    }
}
