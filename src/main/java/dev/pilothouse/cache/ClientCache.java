package dev.pilothouse.cache;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.SessionStore;
import java.util.Set;

/** The cache of all hosts on a device. Any thread. */
public interface ClientCache {

    /** Stores nothing. For clients that run only one command. */
    ClientCache NONE = new ClientCache() {
        @Override
        public HostCache host(HostId hostId, SessionStore store, Lane state) {
            return HostCache.NONE;
        }

        @Override
        public void retainHosts(Set<HostId> hosts) {
            // Nothing is stored.
        }
    };

    /**
     * The cache of one host.
     *
     * @param store the source of the state at the time of a write; any thread may read it
     * @param state the client-state lane, on which loaded content is delivered
     */
    HostCache host(HostId hostId, SessionStore store, Lane state);

    /** Removes the content of all other hosts, which are no longer paired. */
    void retainHosts(Set<HostId> hosts);
}
