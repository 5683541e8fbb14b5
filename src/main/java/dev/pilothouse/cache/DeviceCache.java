package dev.pilothouse.cache;

import dev.pilothouse.model.HostId;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.SessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cache in a folder of this device, encrypted with a key from the device's secure store.
 *
 * <p>Owns the folder. Any thread may call it. The disk is used on the lane, and once more by {@link #close()}, which
 * writes the remaining changes and must be called before the lane is closed. Idempotent.
 */
public final class DeviceCache implements ClientCache, AutoCloseable {

    private final Lane lane;
    private final Clock clock;
    private final CacheFiles files;
    private final Map<HostId, StoredHostCache> hosts = new LinkedHashMap<>();

    /**
     * @param folder need not exist; the first write creates it with access for its owner only
     * @param secrets stores the key
     * @param lane for reading and writing; the caller closes it
     */
    public DeviceCache(Path folder, SecureStore secrets, Lane lane, Clock clock) {
        this(new CacheFiles(folder, secrets, clock, CacheFiles.Limits.DEFAULT), lane, clock);
    }

    DeviceCache(CacheFiles files, Lane lane, Clock clock) {
        this.files = files;
        this.lane = lane;
        this.clock = clock;
    }

    @Override
    public HostCache host(HostId hostId, SessionStore store, Lane state) {
        StoredHostCache made = new StoredHostCache(hostId, store, state, files, lane, clock);
        StoredHostCache before;
        synchronized (hosts) {
            before = hosts.put(hostId, made);
        }
        if (before != null) {
            // Ends on the lane, after its waiting writes: an old mirror must not overwrite the content of the new one.
            before.endInTurn();
        }
        return made;
    }

    @Override
    public void retainHosts(Set<HostId> known) {
        Set<HostId> paired = Set.copyOf(known);
        lane.tryExecute(() -> files.retainHosts(paired));
    }

    /**
     * Requests that all waiting changes are written now, because a phone may end the app at any moment. Does not wait
     * for it.
     */
    public void flush() {
        all().forEach(HostCache::flush);
    }

    private List<StoredHostCache> all() {
        synchronized (hosts) {
            return List.copyOf(hosts.values());
        }
    }

    @Override
    public void close() {
        all().forEach(StoredHostCache::close);
    }
}
