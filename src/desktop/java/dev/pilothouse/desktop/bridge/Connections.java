package dev.pilothouse.desktop.bridge;

import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.pairing.PairingService;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All live connections, by socket and in process, and the notifications that all of them receive.
 *
 * <p>Owns the connections. Thread-safe; no method waits for a client. Ends with {@link #close()}.
 */
public final class Connections implements ConnectionAcceptor, AutoCloseable {
    static final int MAX_PER_DEVICE = 8;
    /** The address of a window in this process. It has no socket that could be dead. */
    private static final String IN_PROCESS = "this computer";

    private static final long GOODBYE_MILLIS = 400;
    /** The protocol guarantees one second. */
    private static final long CUT_MILLIS = 600;

    private static final long CLOSE_WAIT_MILLIS = 1_000;

    private final HostOperations desk;
    private final DeviceRegistry devices;
    private final PairingService pairing;
    private final AuditLog audit;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final OverviewEntryCache entries = new OverviewEntryCache();
    private final LiveBatchCache batches = new LiveBatchCache();
    private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AutoCloseable registrySubscription;
    private final AutoCloseable pairingSubscription;
    private volatile boolean closed;

    /**
     * @param timer cuts off clients that do not accept their goodbye
     * @param clock by which a device's access ends
     */
    public Connections(
            HostOperations desk,
            DeviceRegistry devices,
            PairingService pairing,
            AuditLog audit,
            ScheduledExecutorService timer,
            Clock clock) {
        this.desk = desk;
        this.devices = devices;
        this.pairing = pairing;
        this.audit = audit;
        this.timer = timer;
        this.clock = clock;
        this.registrySubscription = devices.listen(new DeviceRegistry.Listener() {
            @Override
            public void revoked(Device device) {
                forEach(device.key(), ClientConnection::revoked);
            }

            @Override
            public void changed(Device device) {
                forEach(device.key(), ClientConnection::changed);
            }
        })::close;
        this.pairingSubscription = pairing.listen(asking -> all.forEach(this::sendPairings))::close;
    }

    DeviceRegistry devices() {
        return devices;
    }

    PairingService pairing() {
        return pairing;
    }

    OverviewEntryCache entries() {
        return entries;
    }

    LiveBatchCache batches() {
        return batches;
    }

    Instant now() {
        return clock.instant();
    }

    AuditLog audit() {
        return audit;
    }

    @Override
    public Inbound connected(Peer peer, MessageSink sink) {
        return open(peer, sink);
    }

    private ClientConnection open(Peer peer, MessageSink sink) {
        ClientConnection connection = new ClientConnection("conn-" + numbers.incrementAndGet(), peer, sink, this, desk);
        all.add(connection);
        if (closed) {
            shutDown(connection);
        }
        return connection;
    }

    /** Opens a connection for the host's own window. */
    public LocalBridge.Link openLocal(LocalBridge.Sink sink) {
        if (closed) {
            throw new IllegalStateException("the host is closed");
        }
        Peer peer = new Peer(devices.local().key(), IN_PROCESS, "");
        return LocalConnection.open("local-" + numbers.incrementAndGet(), sink, out -> open(peer, out));
    }

    /**
     * Counts the connection towards its device's limit. Beyond {@value #MAX_PER_DEVICE}, the connection that has been
     * silent longest is closed. When a phone keeps losing its network, its old sockets are dead but not yet detected.
     *
     * @return false if none of them can be closed
     */
    boolean admit(ClientConnection connection) {
        PublicKey key = connection.device().key();
        List<ClientConnection> others = all.stream()
                .filter(other -> other != connection
                        && other.isActive()
                        && other.device().key().equals(key))
                .toList();
        if (others.size() < MAX_PER_DEVICE) {
            return true;
        }
        Optional<ClientConnection> silent = others.stream()
                .filter(other -> !IN_PROCESS.equals(other.address()))
                .min(Comparator.comparingLong(ClientConnection::lastReceivedAt));
        silent.ifPresent(other -> other.bye(ErrorCode.BUSY, HostText.of(HostTextCode.BYE_CONNECTED_TOO_OFTEN)));
        return silent.isPresent();
    }

    void welcomed(ClientConnection connection) {
        if (!desk.condition().equals(MachineStatus.GOOD)) {
            sendCondition(connection);
        }
        connection.sendJobs();
        connection.sendSchedules();
        connection.sendRuns();
        if (connection.device().covers(Scope.ADMIN) && !pairing.asking().isEmpty()) {
            sendPairings(connection);
        }
    }

    void sendPairings(ClientConnection connection) {
        if (connection.isActive() && connection.device().covers(Scope.ADMIN)) {
            connection.outbox().notice(Outbox.Slot.ASKING, () -> asking(connection));
        }
    }

    private HostMessage asking(ClientConnection connection) {
        // The scope may be narrower when the message is sent.
        List<PairingRequest> asking = connection.device().covers(Scope.ADMIN) ? pairing.asking() : List.of();
        return new HostMessage.PairingAsked(asking);
    }

    /** Also cuts off a client that does not accept its goodbye. */
    void disconnectSoon(ClientConnection connection) {
        try {
            timer.schedule(() -> connection.outbox().end(), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
            timer.schedule(() -> connection.outbox().cut(), CUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            connection.outbox().cut();
        }
    }

    /** Whether that time has passed, by the host's clock. */
    boolean isOver(Instant time) {
        return !time.isAfter(clock.instant());
    }

    boolean isExpired(Device device) {
        return device.isExpired(clock.instant());
    }

    /** Closes the connections whose access has expired. Cheap; call it every second. */
    public void cutExpired() {
        for (ClientConnection connection : all) {
            if (connection.isActive() && connection.device().isExpired()) {
                connection.expired();
            }
        }
    }

    void onClosed(ClientConnection connection) {
        all.remove(connection);
    }

    /** The number of accepted clients, including this process's own window. */
    public int active() {
        return (int) all.stream().filter(ClientConnection::isActive).count();
    }

    boolean isConnected(PublicKey key) {
        return all.stream()
                .anyMatch(connection ->
                        connection.isActive() && connection.device().key().equals(key));
    }

    private void forEach(PublicKey key, Consumer<ClientConnection> action) {
        for (ClientConnection connection : all) {
            if (connection.device().isIdentified() && connection.device().key().equals(key)) {
                action.accept(connection);
            }
        }
    }

    // --- notifications of the host

    public void sessionChanged(SessionFeed feed, boolean critical) {
        all.forEach(connection -> connection.outbox().sessionChanged(feed, critical));
    }

    public void sessionRemoved(SessionId sessionId) {
        all.forEach(connection -> connection.outbox().sessionRemoved(sessionId));
    }

    public void agentsChanged() {
        all.forEach(ClientConnection::sendAgents);
    }

    public void sharingChanged() {
        all.forEach(ClientConnection::sendSharing);
    }

    public void conditionChanged() {
        all.forEach(this::sendCondition);
    }

    /** Schedules have changed. */
    public void schedulesChanged() {
        all.forEach(ClientConnection::sendSchedules);
    }

    /** Jobs have changed. */
    public void jobsChanged() {
        all.forEach(ClientConnection::sendJobs);
    }

    /** Runs have changed. */
    public void runsChanged() {
        all.forEach(ClientConnection::sendRuns);
    }

    private void sendCondition(ClientConnection connection) {
        if (connection.isActive()) {
            connection.outbox().notice(Outbox.Slot.CONDITION, () -> new HostMessage.ConditionChanged(desk.condition()));
        }
    }

    private static void shutDown(ClientConnection connection) {
        connection.bye(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_SHUTTING_DOWN));
    }

    /** Sends a goodbye to all clients and waits briefly for its delivery. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            registrySubscription.close();
            pairingSubscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("A subscription of ours throws nothing", e);
        }
        all.forEach(Connections::shutDown);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MILLIS);
        try {
            for (ClientConnection connection : all) {
                connection.outbox().awaitEnd(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(connection -> connection.outbox().end());
    }
}
