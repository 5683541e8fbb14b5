package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Addresses at which paired hosts were discovered in the local networks while one of them is lost. These addresses are
 * not authenticated: the client tries them in addition to the stored ones, always checks the host's key, and never
 * stores them. Discovery runs for two minutes, then pauses for ten, because a host may be lost for weeks. {@link #scheduleSearch}
 * ends the pause at once, for example after a network change.
 *
 * <p>Owns the discovery, and at most {@value #MAX} addresses for each host, since any device in a network can announce
 * anything. Confined to the client-state lane, except for {@link #with} and {@link #isNewAddress}. Ends with
 * {@link #stop()}.
 */
final class DiscoveredAddresses {
    static final int MAX = 4;
    static final Duration LISTEN = Duration.ofMinutes(2);
    static final Duration REST = Duration.ofMinutes(10);

    private final Lane lane;
    /** Checks whether discovery is still needed. */
    private final Runnable again;

    private final Map<HostId, List<BridgeUrl>> addressesOf = new ConcurrentHashMap<>();
    private @Nullable HostFinder finder;
    private @Nullable Subscription searching;
    private boolean paused;
    private Cancellable timer = Cancellable.NOTHING;

    /** @param again called on the lane when a pause ends */
    DiscoveredAddresses(Lane lane, Runnable again) {
        this.lane = lane;
        this.again = again;
    }

    void use(HostFinder hostFinder) {
        finder = hostFinder;
    }

    /** Returns the host with its discovered addresses added. Any thread. */
    PairedHost with(PairedHost host) {
        List<BridgeUrl> besides = addressesOf(host.hostId());
        if (besides.isEmpty()) {
            return host;
        }
        Set<BridgeUrl> urls = new LinkedHashSet<>(host.urls());
        urls.addAll(besides);
        return host.known(host.name(), List.copyOf(urls));
    }

    private List<BridgeUrl> addressesOf(HostId hostId) {
        return addressesOf.getOrDefault(hostId, List.of());
    }

    /**
     * Starts discovery, unless it is running or paused.
     *
     * @param told called on the finder's thread
     */
    void search(Consumer<HostFinder.Nearby> told) {
        if (searching == null && !paused && finder != null) {
            searching = finder.find(told);
            timer = lane.schedule(LISTEN, this::pause);
        }
    }

    private void pause() {
        stop();
        paused = true;
        timer = lane.schedule(REST, this::resume);
    }

    private void resume() {
        scheduleSearch();
        again.run();
    }

    /** Ends a pause, so that the next {@link #search} starts discovery. */
    void scheduleSearch() {
        if (paused) {
            paused = false;
            timer.cancel();
        }
    }

    void stop() {
        paused = false;
        timer.cancel();
        if (searching != null) {
            searching.close();
            searching = null;
        }
    }

    /**
     * Whether an address may be new, and so worth a task on the lane. Any thread, so that many announcements do not
     * fill the lane.
     */
    boolean isNewAddress(PairedHost host, HostFinder.Nearby nearby) {
        List<BridgeUrl> before = addressesOf(host.hostId());
        return host.hostId().value().equals(nearby.hostId())
                && before.size() < MAX
                && Stream.concat(before.stream(), host.urls().stream()).noneMatch(url -> isAt(url, nearby));
    }

    private static boolean isAt(BridgeUrl url, HostFinder.Nearby nearby) {
        return !url.secure() && url.host().equals(nearby.address()) && url.port() == nearby.port();
    }

    /** @return whether a new address was added */
    boolean add(PairedHost host, HostFinder.Nearby nearby) {
        if (!isNewAddress(host, nearby)) {
            return false;
        }
        BridgeUrl url;
        try {
            url = new BridgeUrl(false, nearby.address(), nearby.port());
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
        List<BridgeUrl> now = new ArrayList<>(addressesOf(host.hostId()));
        now.add(url);
        addressesOf.put(host.hostId(), List.copyOf(now));
        return true;
    }

    /** Drops the discovered addresses of a host that was reached or removed. */
    void remove(HostId hostId) {
        addressesOf.remove(hostId);
    }
}
