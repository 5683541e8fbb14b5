package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionStore;
import dev.pilothouse.session.StoreListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * One host of {@link PairedHosts}: its store, its client and its way there, and the marks of what the
 * person has seen. Owns them all.
 * Confined to the client-state lane; ends with {@link #close()}.
 */
final class HostEntry implements StoreListener, AutoCloseable {

    private static final Duration SAVE_AFTER = Duration.ofSeconds(2);

    /** Told on the lane. */
    interface Observer {
        void hostChanged(HostEntry entry, boolean critical);

        void sessionChanged(HostEntry entry, SessionId sessionId, boolean critical);
    }

    private final ClientSetup setup;
    private final SeenMarks marks;
    private final Observer observer;
    private final Transport.Connector connector;
    private final SessionStore store;
    private final BridgeClient client;
    private final HostLink link;
    private Map<SessionId, Long> saved;
    private Cancellable saving = Cancellable.NOTHING;
    private boolean isSaving;

    HostEntry(
            ClientSetup setup,
            HostId hostId,
            String name,
            boolean local,
            Transport.Connector connector,
            Greeting greeting,
            SeenMarks marks,
            Observer observer) {
        this.setup = setup;
        this.marks = marks;
        this.observer = observer;
        this.connector = connector;
        this.store = new SessionStore(hostId, name, this);
        ReconnectPolicy policy = new ReconnectPolicy(setup.random(), setup.nanoTime());
        this.client =
                new BridgeClient(setup.lane(), connector, store, policy, setup.clock(), setup.nanoTime(), greeting);
        this.link = new HostLink(hostId, local, store, client, client.host());
    }

    void start() {
        marks.load(hostId()).ifPresent(store::restoreSeen);
        saved = store.host().seen();
        client.start();
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

    @Override
    public void hostChanged(boolean critical) {
        Map<SessionId, Long> seen = store.host().seen();
        if (!isSaving && saved != null && !seen.equals(saved)) {
            saveLater();
        }
        observer.hostChanged(this, critical);
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
        observer.sessionChanged(this, sessionId, critical);
    }

    @Override
    public void close() {
        saving.cancel();
        if (isSaving) {
            save();
        }
        client.close();
        // After the client has let go of its link, which happens on the lane.
        if (!setup.lane().tryExecute(connector::close)) {
            connector.close();
        }
    }
}
