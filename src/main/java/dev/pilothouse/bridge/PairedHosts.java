package dev.pilothouse.bridge;

import dev.pilothouse.cache.ClientCache;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairedHostStore;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All hosts of this device: one client and one store for each paired host, and for the host in this process if there is
 * one.
 *
 * <p>Owns the clients. The caller owns the lane and the store of paired hosts; the store is used only on the lane. The
 * methods of {@link Hosts}, {@link #start} and {@link #close()} may be called on any thread. Ends with
 * {@link #close()}.
 */
public final class PairedHosts implements Hosts, HostEntry.Observer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PairedHosts.class);

    /**
     * Makes connectors to hosts that this device is paired with, or pairs with. Called once for each host; the
     * connector is closed when the host is removed.
     */
    @FunctionalInterface
    public interface Reach {
        /** @param host read at each attempt, because the addresses of a host change; any thread */
        Transport.Connector to(Supplier<PairedHost> host);
    }

    /**
     * A host that needs no pairing: it runs in this process, or its own key is available.
     *
     * @param name name to show until the host sends its own
     * @param connector closed with the hosts
     */
    public record Local(HostId hostId, String name, Transport.Connector connector) {}

    private final ClientSetup setup;
    private final PairedHostStore paired;
    private final Reach reach;
    private final SeenMarks marks;
    private final ClientCache cache;
    private final @Nullable Local local;

    private final Map<HostId, HostEntry> entries = new LinkedHashMap<>();
    /** The stored hosts, with the addresses that each sent last; used by the next attempt. */
    private final Map<HostId, PairedHost> known = new ConcurrentHashMap<>();

    private final DiscoveredAddresses nearby;
    private final Map<HostId, Pairing> pairings = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private boolean paused;
    private volatile List<HostLink> links = List.of();

    /** @param local null if there is none */
    public PairedHosts(ClientSetup setup, PairedHostStore paired, Reach reach, SeenMarks marks, @Nullable Local local) {
        this(setup, paired, reach, marks, ClientCache.NONE, local);
    }

    /**
     * Makes hosts whose state is cached across restarts.
     *
     * @param cache the caller closes it, after the hosts
     */
    public PairedHosts(
            ClientSetup setup,
            PairedHostStore paired,
            Reach reach,
            SeenMarks marks,
            ClientCache cache,
            @Nullable Local local) {
        this.setup = Objects.requireNonNull(setup, "setup");
        this.paired = Objects.requireNonNull(paired, "paired");
        this.reach = Objects.requireNonNull(reach, "reach");
        this.marks = Objects.requireNonNull(marks, "marks");
        this.cache = Objects.requireNonNull(cache, "cache");
        this.local = local;
        this.nearby = new DiscoveredAddresses(setup.lane(), this::discover);
    }

    /** Sets the finder that searches the local networks for lost hosts. Call before {@link #start}. */
    public void setFinder(HostFinder hostFinder) {
        nearby.use(hostFinder);
    }

    /**
     * Makes the links and connects them.
     *
     * @return completes when the links exist, before they are connected; with an error sentence if the paired hosts
     *     cannot be read, else with an empty text
     */
    public CompletionStage<String> start() {
        CompletableFuture<String> started = new CompletableFuture<>();
        if (!setup.lane().tryExecute(() -> started.complete(startAll()))) {
            started.complete("The app is closing.");
        }
        return started;
    }

    private String startAll() {
        if (local != null) {
            add(new HostEntry(
                    setup,
                    local.hostId(),
                    local.name(),
                    true,
                    local.connector(),
                    OpeningMessage.hello(setup.app()),
                    marks,
                    cache,
                    this));
        }
        String problem = "";
        try {
            for (PairedHost host : paired.hosts()) {
                if (!entries.containsKey(host.hostId())) {
                    known.put(host.hostId(), host);
                    add(entry(host, OpeningMessage.hello(setup.app())));
                }
            }
            cache.retainHosts(entries.keySet());
        } catch (UncheckedIOException e) {
            LOG.error("The paired hosts cannot be read", e);
            problem = Objects.requireNonNullElse(
                    Objects.requireNonNull(e.getCause()).getMessage(), "The paired hosts cannot be read.");
        }
        publishLinks();
        AtomicInteger waiting = new AtomicInteger(entries.size());
        entries.values()
                .forEach(entry -> entry.start(() -> {
                    if (waiting.decrementAndGet() == 0) {
                        restored.complete(null);
                    }
                }));
        if (entries.isEmpty()) {
            restored.complete(null);
        }
        return problem;
    }

    /**
     * Completes on the lane when the hosts have the state that they had at the end of the last run. This does not wait
     * for a connection.
     */
    public CompletionStage<Void> restored() {
        return restored.minimalCompletionStage();
    }

    private HostEntry entry(PairedHost host, OpeningMessage greeting) {
        HostId hostId = host.hostId();
        Transport.Connector connector = reach.to(() -> nearby.with(known.getOrDefault(hostId, host)));
        return new HostEntry(setup, hostId, host.name(), false, connector, greeting, marks, cache, this);
    }

    private void add(HostEntry entry) {
        entries.put(entry.hostId(), entry);
    }

    private void publishLinks() {
        links = entries.values().stream().map(HostEntry::link).toList();
        listeners.forEach(listener -> listener.linksChanged(links));
    }

    @Override
    public List<HostLink> links() {
        return links;
    }

    @Override
    public Subscription listen(Listener listener) {
        Objects.requireNonNull(listener, "listener");
        onLane(() -> {
            listeners.add(listener);
            listener.linksChanged(links);
        });
        return () -> {
            // Removes twice, because the lane may add the listener only after this.
            onLane(() -> listeners.remove(listener));
            listeners.remove(listener);
        };
    }

    @Override
    public void retryNow() {
        onLane(() -> {
            paused = false;
            nearby.scheduleSearch();
            discover();
            entries.values().forEach(HostEntry::retryNow);
        });
    }

    /**
     * Closes all links, and opens none until {@link #retryNow()}. A host in this process uses no network and stays
     * connected; a running pairing continues.
     */
    public void pause() {
        onLane(() -> {
            paused = true;
            nearby.stop();
            entries.values().stream().filter(entry -> !entry.link().local()).forEach(HostEntry::pause);
        });
    }

    /** Drops the states of closed sessions; the cache on disk stays. */
    public void releaseMemory() {
        onLane(() -> entries.values().forEach(HostEntry::releaseMemory));
    }

    private void onLane(Runnable task) {
        if (!setup.lane().tryExecute(task)) {
            LOG.warn("The lane {} refused a task of the hosts", setup.lane().name());
        }
    }

    // --- pairing

    @Override
    public CompletionStage<PairingResult> pair(String ticketText, String acceptedKey) {
        CompletableFuture<PairingResult> result = new CompletableFuture<>();
        TicketParseResult reading = PairingTicket.parse(ticketText);
        if (reading instanceof TicketParseResult.Unreadable unreadable) {
            result.complete(new PairingResult.Failed(ErrorCode.BAD_REQUEST, unreadable.sentence()));
            return result;
        }
        PairingTicket ticket = ((TicketParseResult.Ticket) reading).ticket();
        if (closed.get() || !setup.lane().tryExecute(() -> pair(ticket, acceptedKey, result))) {
            result.complete(new PairingResult.Failed(ErrorCode.BUSY, HostText.of(HostTextCode.APP_BUSY)));
        }
        return result;
    }

    private void pair(PairingTicket ticket, String acceptedKey, CompletableFuture<PairingResult> result) {
        HostId hostId = ticket.hostId();
        HostEntry existing = entries.get(hostId);
        if (existing != null && existing.link().local()) {
            result.complete(
                    new PairingResult.Failed(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PAIRING_OWN_HOST)));
            return;
        }
        if (pairings.containsKey(hostId)) {
            result.complete(new PairingResult.Failed(ErrorCode.BUSY, HostText.of(HostTextCode.PAIRING_UNDER_WAY)));
            return;
        }
        PairedHost host = PairedHost.of(ticket, setup.clock().instant());
        PairedHost before;
        try {
            before = stored(hostId);
            if (before == null) {
                // Save before the host can accept the device: if its answer is lost, the pairing is still valid.
                paired.save(host);
            }
        } catch (UncheckedIOException e) {
            LOG.error("A host cannot be stored", e);
            result.complete(notStored());
            return;
        }
        boolean isSameKey = before == null || before.key().equals(host.key());
        if (before != null && !isSameKey && !host.key().fingerprint().equals(acceptedKey)) {
            LOG.warn("A ticket has another key for host {}", hostId);
            result.complete(new PairingResult.OtherKey(
                    before.name(), before.key().fingerprint(), host.key().fingerprint()));
            return;
        }
        if (isSameKey && existing != null && existing.connection() instanceof ConnectionState.Live) {
            result.complete(new PairingResult.Paired(existing.link()));
            return;
        }
        OpeningMessage greeting = OpeningMessage.pair(
                setup.app(), ticket.ticketId(), ticket.secret().bytes(), setup.deviceName(), setup.platform());
        HostEntry entry;
        if (before == null) {
            known.put(hostId, host);
            entry = entry(host, greeting);
        } else {
            // The existing pairing, its link and its cache stay unchanged until this one has succeeded.
            entry = new HostEntry(
                    setup,
                    hostId,
                    host.name(),
                    false,
                    reach.to(() -> host),
                    greeting,
                    SeenMarks.NONE,
                    ClientCache.NONE,
                    this);
        }
        pairings.put(hostId, new Pairing(setup, entry, host, before, result, this::pairingOver));
        entry.start();
    }

    private static PairingResult.Failed notStored() {
        return new PairingResult.Failed(ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_NOT_STORED));
    }

    /** The stored host. */
    private @Nullable PairedHost stored(HostId hostId) {
        return paired.hosts().stream()
                .filter(host -> host.hostId().equals(hostId))
                .findFirst()
                .orElse(null);
    }

    private PairingResult pairingOver(Pairing pairing, PairingResult outcome) {
        HostEntry entry = pairing.entry();
        pairings.remove(entry.hostId());
        boolean isPaired = outcome instanceof PairingResult.Paired;
        if (pairing.before() != null) {
            entry.close();
            return isPaired ? replaced(pairing) : outcome;
        }
        if (isPaired) {
            add(entry);
            publishLinks();
            if (paused) {
                entry.pause();
            }
            return outcome;
        }
        entry.delete();
        entry.close();
        known.remove(entry.hostId());
        removeStored(entry.hostId());
        return outcome;
    }

    /** Replaces the stored host after the new pairing has succeeded. */
    private PairingResult replaced(Pairing pairing) {
        HostId hostId = pairing.host().hostId();
        PairedHost host = PairedHostUpdater.of(
                pairing.host(), pairing.entry().link().reader().host());
        try {
            paired.save(host);
        } catch (UncheckedIOException e) {
            LOG.error("A host cannot be stored", e);
            return notStored();
        }
        HostEntry old = entries.get(hostId);
        if (old != null) {
            if (pairing.before() != null && !host.key().equals(pairing.before().key())) {
                // Pending intents for the old host must not be sent to another one.
                old.delete();
            }
            remove(old);
        }
        known.put(hostId, host);
        HostEntry next = entry(host, OpeningMessage.hello(setup.app()));
        add(next);
        publishLinks();
        next.start();
        if (paused) {
            next.pause();
        }
        return new PairingResult.Paired(next.link());
    }

    @Override
    public CompletionStage<Boolean> forget(HostId hostId) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        boolean taken = setup.lane().tryExecute(() -> {
            HostEntry entry = entries.get(hostId);
            if (entry == null || entry.link().local()) {
                result.complete(false);
                return;
            }
            boolean removed = removeStored(hostId);
            if (removed) {
                entry.delete();
                remove(entry);
            }
            result.complete(removed);
        });
        if (!taken) {
            result.complete(false);
        }
        return result;
    }

    private void remove(HostEntry entry) {
        entries.remove(entry.hostId());
        known.remove(entry.hostId());
        nearby.remove(entry.hostId());
        entry.close();
        publishLinks();
        discover();
    }

    private boolean removeStored(HostId hostId) {
        try {
            paired.remove(hostId);
            return true;
        } catch (UncheckedIOException e) {
            LOG.error("Host {} cannot be removed from the device", hostId, e);
            return false;
        }
    }

    // --- events of the clients

    @Override
    public void hostChanged(HostEntry entry, boolean critical) {
        Pairing pairing = pairings.get(entry.hostId());
        if (pairing != null && pairing.entry() == entry) {
            HostView view = entry.link().reader().host();
            if (view.connection() instanceof ConnectionState.AwaitingApproval awaiting && pairing.isChanged(awaiting)) {
                listeners.forEach(listener -> listener.pairing(view.hostName(), awaiting.code()));
            }
            pairing.connection(view.connection());
            return;
        }
        if (entries.get(entry.hostId()) != entry) {
            return;
        }
        update(entry);
        discover();
        listeners.forEach(listener -> listener.hostChanged(entry.hostId(), critical));
    }

    @Override
    public void sessionChanged(HostEntry entry, SessionId sessionId, boolean critical) {
        if (entries.get(entry.hostId()) == entry) {
            listeners.forEach(listener -> listener.sessionChanged(entry.hostId(), sessionId, critical));
        }
    }

    /** Runs discovery while a remote host is lost. */
    private void discover() {
        boolean lost = !closed.get() && anyRemote(ConnectionState.Lost.class);
        if (lost) {
            nearby.search(found -> {
                if (known.values().stream().anyMatch(host -> nearby.isNewAddress(host, found))) {
                    onLane(() -> onNearby(found));
                }
            });
        } else if (closed.get() || !anyRemote(ConnectionState.Connecting.class)) {
            nearby.stop();
        }
    }

    private boolean anyRemote(Class<? extends ConnectionState> state) {
        return entries.values().stream()
                .anyMatch(entry -> !entry.link().local() && state.isInstance(entry.connection()));
    }

    private void onNearby(HostFinder.Nearby found) {
        if (paused) {
            return;
        }
        for (HostEntry entry : entries.values()) {
            PairedHost host = known.get(entry.hostId());
            if (host != null && nearby.add(host, found)) {
                LOG.info("Host {} announces itself at {}", entry.hostId(), found.address());
                entry.retryNow();
            }
        }
    }

    /** Stores the host's latest name and addresses. */
    private void update(HostEntry entry) {
        PairedHost before = known.get(entry.hostId());
        HostView view = entry.link().reader().host();
        if (before == null || !(view.connection() instanceof ConnectionState.Live)) {
            return;
        }
        nearby.remove(entry.hostId());
        PairedHost now = PairedHostUpdater.of(before, view);
        if (now.equals(before)) {
            return;
        }
        known.put(entry.hostId(), now);
        try {
            paired.save(now);
        } catch (UncheckedIOException e) {
            LOG.warn("The new addresses of host {} cannot be stored", entry.hostId(), e);
        }
    }

    /** Ends a running pairing, then closes all links. The paired hosts stay paired. Idempotent; does not wait. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onLane(() -> {
            nearby.stop();
            List.copyOf(pairings.values()).forEach(Pairing::abandon);
            entries.values().forEach(HostEntry::close);
        });
    }
}
