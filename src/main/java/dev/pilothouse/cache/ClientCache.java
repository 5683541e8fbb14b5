package dev.pilothouse.cache;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.SessionStore;
import java.util.Set;

/** What a device keeps of all its hosts. Any thread. */
public interface ClientCache {

    /** Keeps nothing: for clients that live as long as one command. */
    ClientCache NONE = new ClientCache() {
        @Override
        public HostCache host(HostId hostId, SessionStore store, Lane state) {
            return HostCache.NONE;
        }

        @Override
        public void keepOnly(Set<HostId> hosts) {
            // Nothing was kept.
        }
    };

    /**
     * What is kept of one host.
     *
     * @param store where the present state is read when it is time to write; any thread reads it
     * @param state the client-state lane, on which what was loaded is told
     */
    HostCache host(HostId hostId, SessionStore store, Lane state);

    /** Forgets all other hosts: they are not paired any more. */
    void keepOnly(Set<HostId> hosts);
}
