package dev.pilothouse.bridge;

import dev.pilothouse.cache.ClientCache;
import dev.pilothouse.cache.HostCache;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.CachedHost;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.StoreListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One host of {@link PairedHosts}. Owns its store, client, connector, seen marks and cache. Confined to the
 * client-state lane; ends with {@link #close()}.
 */
final class HostEntry implements StoreListener, AutoCloseable {

    private static final Duration SAVE_AFTER = Duration.ofSeconds(2);

    /** Called on the lane. */
    interface Observer {
        void hostChanged(HostEntry entry, boolean critical);

        void sessionChanged(HostEntry entry, SessionId sessionId, boolean critical);
    }

    private final ClientSetup setup;
    private final SeenMarks marks;
    private final Observer observer;
    private final Transport.Connector connector;
    private final SessionStore store;
    private final HostCache cache;
    private final BridgeClient client;
    private final HostLink link;
    private @Nullable Map<SessionId, Long> saved;
    private Cancellable saving = Cancellable.NOTHING;
    private boolean isSaving;

    HostEntry(
            ClientSetup setup,
            HostId hostId,
            String name,
            boolean local,
            Transport.Connector connector,
            OpeningMessage greeting,
            SeenMarks marks,
            ClientCache caches,
            Observer observer) {
        this.setup = setup;
        this.marks = marks;
        this.observer = observer;
        this.connector = connector;
        this.store = new SessionStore(hostId, name, this);
        this.cache = caches.host(hostId, store, setup.lane());
        this.client = new BridgeClient(setup, connector, store, greeting, cache);
        this.link = new HostLink(hostId, local, store, client, client.host());
    }

    /** Shows the cached state, then connects. */
    void start() {
        start(() -> {});
    }

    /**
     * Shows the cached state, then connects.
     *
     * @param restored runs when the cached state is in the store, or there is none
     */
    void start(Runnable restored) {
        marks.load(hostId()).ifPresent(store::restoreSeen);
        saved = store.host().seen();
        cache.load(kept -> {
            kept.host().ifPresent(store::restore);
            client.restore(kept.host().map(CachedHost::asOf).orElse(null), kept.intents());
            client.start();
            restored.run();
        });
    }

    HostId hostId() {
        return link.hostId();
    }

    HostLink link() {
        return link;
    }

    ConnectionState connection() {
        return store.host().connection();
    }

    void retryNow() {
        client.retryNow();
    }

    void pause() {
        client.pause();
    }

    /** Drops the states of closed sessions. */
    void releaseMemory() {
        store.releaseMemory();
    }

    @Override
    public void hostChanged(boolean critical) {
        Map<SessionId, Long> seen = store.host().seen();
        if (!isSaving && saved != null && !seen.equals(saved)) {
            saveLater();
        }
        if (connection() instanceof ConnectionState.Refused refused && isUnpaired(refused.code())) {
            cache.delete();
        } else {
            cache.hostChanged();
        }
        observer.hostChanged(this, critical);
    }

    /** Whether the host reported inside the channel that this device is not paired. */
    private static boolean isUnpaired(ErrorCode code) {
        return code == ErrorCode.REVOKED || code == ErrorCode.EXPIRED || code == ErrorCode.NOT_PAIRED;
    }

    private void saveLater() {
        try {
            saving = setup.lane().schedule(SAVE_AFTER, this::save);
            isSaving = true;
        } catch (RejectedExecutionException e) {
            save();
        }
    }

    private void save() {
        isSaving = false;
        saved = store.host().seen();
        marks.save(hostId(), saved);
    }

    @Override
    public void sessionChanged(SessionId sessionId, boolean critical) {
        cache.sessionChanged(sessionId);
        observer.sessionChanged(this, sessionId, critical);
    }

    /** Deletes this device's stored data of the host. Close the entry afterwards. */
    void delete() {
        cache.delete();
        marks.remove(hostId());
        isSaving = false;
    }

    @Override
    public void close() {
        cache.flush();
        saving.cancel();
        if (isSaving) {
            save();
        }
        client.close();
        // After the client has closed its link, which happens on the lane.
        if (!setup.lane().tryExecute(connector::close)) {
            connector.close();
        }
    }
}
