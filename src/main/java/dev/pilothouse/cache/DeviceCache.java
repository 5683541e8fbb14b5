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
 * The cache in a folder of this device's own, sealed with a key that the device's secure store holds.
 *
 * <p>Owns the folder. Any thread may call it; the disk is touched on the lane, and once more by {@link #close()}, which
 * writes what is left and must be called before the lane is closed. Idempotent.
 */
public final class DeviceCache implements ClientCache, AutoCloseable {

    private final Lane lane;
    private final Clock clock;
    private final CacheFiles files;
    private final Map<HostId, StoredHostCache> hosts = new LinkedHashMap<>();

    /**
     * @param folder need not exist; made for its owner alone when something is first written
     * @param secrets keeps the key
     * @param lane for reading and writing; stays its maker's to close
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
            // In its turn, after what it has still to write: an old mirror must not overwrite what the new one keeps.
            before.endInTurn();
        }
        return made;
    }

    @Override
    public void keepOnly(Set<HostId> known) {
        Set<HostId> paired = Set.copyOf(known);
        lane.tryExecute(() -> files.retainHosts(paired));
    }

    /** Has all that waits written now: a phone may end the app any moment. Does not wait for it. */
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
