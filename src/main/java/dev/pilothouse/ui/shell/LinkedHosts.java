package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The hosts of this device as the window shows them. Receives their changes for the window: each marks a slot, and the
 * parts of the window that show hosts are drawn at the next pulse, or in two halves at the next two.
 *
 * <p>Owns the subscription to the hosts and the list of links that is on screen. Confined to the FX thread, except for
 * the listeners that are called on the client-state lane. Ends with {@link #close()}.
 */
public final class LinkedHosts implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** The longest delay of rough ages. */
    private static final Duration AGES = Duration.ofSeconds(20);

    private final Hosts hosts;
    private final UpdateScheduler.Slot overview;
    private final UpdateScheduler.Slot others;
    private final UpdateScheduler.Slot urgent;
    private final UpdateScheduler.Slot pairing;
    private final ReadOnlyObjectWrapper<List<HostLink>> links = new ReadOnlyObjectWrapper<>(this, "links", List.of());
    private final List<Consumer<List<HostLink>>> firstListeners = new ArrayList<>();
    private final List<Consumer<List<HostLink>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<HostId>> newsListeners = new ArrayList<>();
    private final List<BiConsumer<SessionKey, Boolean>> sessionListeners = new ArrayList<>();
    private final AtomicBoolean news = new AtomicBoolean();
    /** Whether an overview has arrived that is not drawn at all. */
    private final AtomicBoolean undrawn = new AtomicBoolean();
    /** Whether only the first half of an overview is drawn. */
    private boolean halfDrawn;

    private volatile PairingCode pairingCode = new PairingCode("", "");
    private Hosts.Subscription subscription = () -> {};
    private boolean closed;

    private record PairingCode(String hostName, String code) {}

    LinkedHosts(Hosts hosts, UpdateScheduler scheduler) {
        this.hosts = hosts;
        overview = scheduler.slot();
        overview.draws(this::renderFirst);
        others = scheduler.slot();
        others.draws(this::renderOthers);
        urgent = scheduler.slot();
        urgent.draws(this::render);
        pairing = scheduler.slot();
        links.set(hosts.links());
    }

    /** Draws the hosts and subscribes to their changes. Called once, after the presenters have registered. */
    void start() {
        render();
        subscription = hosts.listen(new Marks());
    }

    /**
     * @param draw is called after changes of the hosts or their sessions, at most once per pulse; one pulse before the
     *     others of {@link #listen}, unless the change is critical
     */
    void listenFirst(Consumer<List<HostLink>> draw) {
        firstListeners.add(draw);
    }

    /** @param draw is called after changes of the hosts or their sessions, at most once per pulse */
    Subscription listen(Consumer<List<HostLink>> draw) {
        listeners.add(draw);
        return () -> listeners.remove(draw);
    }

    /** @param heard is called on the client-state lane with each host that has sent an update */
    void onNews(Consumer<HostId> heard) {
        newsListeners.add(heard);
    }

    /** @param changed is called on the client-state lane with a session that has changed, and whether it is critical */
    void onSession(BiConsumer<SessionKey, Boolean> changed) {
        sessionListeners.add(changed);
    }

    /** @param draw shows the name of a host and the code to compare during a pairing */
    void onPairing(BiConsumer<String, String> draw) {
        pairing.draws(() -> draw.accept(pairingCode.hostName(), pairingCode.code()));
    }

    /** Draws the hosts. */
    void render() {
        // Before the hosts are read: a change that arrives meanwhile is drawn again.
        undrawn.set(false);
        halfDrawn = false;
        links.set(hosts.links());
        draw(firstListeners);
        draw(listeners);
    }

    /** Spreads an overview over two pulses, since it changes all of the window and comes every second during work. */
    private void renderFirst() {
        // A critical change in the same beat has drawn it already.
        if (undrawn.getAndSet(false)) {
            links.set(hosts.links());
            draw(firstListeners);
            halfDrawn = true;
            // A mark during a beat is for the next one.
            others.mark(false);
        }
    }

    private void renderOthers() {
        if (halfDrawn) {
            halfDrawn = false;
            draw(listeners);
        }
    }

    private void draw(List<Consumer<List<HostLink>>> drawn) {
        drawn.forEach(listener -> listener.accept(links.get()));
    }

    /** The links of the hosts. The content of a link may change while the list stays the same. */
    public ReadOnlyObjectProperty<List<HostLink>> linksProperty() {
        return links.getReadOnlyProperty();
    }

    List<HostLink> current() {
        return links.get();
    }

    /** Whether the window has ended. It is hidden only after that, and has no host to tell then. */
    boolean isClosed() {
        return closed;
    }

    /** Reads the links again. Right after a start they may not have been drawn yet. */
    List<HostLink> refresh() {
        links.set(hosts.links());
        return links.get();
    }

    Optional<HostLink> link(HostId hostId) {
        return links.get().stream().filter(link -> link.hostId().equals(hostId)).findFirst();
    }

    /** Whether an update from a host has arrived since the last call. */
    boolean takeNews() {
        return news.getAndSet(false);
    }

    /** The time in which texts about the hosts and their sessions become outdated, or empty if they stay the same. */
    Optional<Duration> period() {
        if (links.get().stream().anyMatch(link -> link.reader().host().connection() instanceof ConnectionState.Lost)) {
            return Optional.of(SECOND);
        }
        return links.get().stream()
                        .flatMap(link -> link.reader().host().sessions().stream())
                        .map(session -> session.activity().phase())
                        .anyMatch(phase -> phase == SessionPhase.WORKING
                                || phase == SessionPhase.WAITING
                                || phase == SessionPhase.STARTING)
                ? Optional.of(AGES)
                : Optional.empty();
    }

    /** Marks slots. Called on the client-state lane. */
    private final class Marks implements Hosts.Listener {
        private final Map<HostId, List<SessionSummary>> overviews = new HashMap<>();

        @Override
        public void linksChanged(List<HostLink> changed) {
            // The first overview of a host is not news.
            overviews.keySet().retainAll(changed.stream().map(HostLink::hostId).toList());
            changed.forEach(link ->
                    overviews.putIfAbsent(link.hostId(), link.reader().host().sessions()));
            urgent.mark(true);
        }

        @Override
        public void hostChanged(HostId hostId, boolean critical) {
            // An answer to a ping leaves the sessions unchanged, and is not news.
            hosts.links().stream()
                    .filter(link -> link.hostId().equals(hostId))
                    .map(link -> link.reader().host().sessions())
                    .filter(now -> !now.equals(overviews.put(hostId, now)))
                    .forEach(changed -> heard(hostId));
            if (critical) {
                urgent.mark(true);
            } else {
                undrawn.set(true);
                overview.mark(false);
            }
        }

        @Override
        public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
            heard(hostId);
            sessionListeners.forEach(listener -> listener.accept(new SessionKey(hostId, sessionId), critical));
        }

        private void heard(HostId hostId) {
            news.set(true);
            newsListeners.forEach(listener -> listener.accept(hostId));
        }

        @Override
        public void pairing(String hostName, String code) {
            pairingCode = new PairingCode(hostName, code);
            pairing.mark(true);
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
    }
}
