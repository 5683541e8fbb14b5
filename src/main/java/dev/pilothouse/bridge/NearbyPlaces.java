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

/**
 * Where hosts of ours are heard in this device's networks while one of them is lost. Nobody has proved these places: they
 * are tried beside the others, where the host's key is asked for as everywhere, and are never stored. It listens for two
 * minutes, and again every ten, for a host may be lost for weeks; at once when there is a reason to hope.
 *
 * <p>Owns the listening, and at most {@value #MAX} places for each host, since anybody in a network can announce anything.
 * Confined to the client-state lane, but for {@link #with} and {@link #mayBeNews}. Ends with {@link #stop()}.
 */
final class NearbyPlaces {
    static final int MAX = 4;
    static final Duration LISTEN = Duration.ofMinutes(2);
    static final Duration REST = Duration.ofMinutes(10);

    private final Lane lane;
    /** Looks whether there is still something to listen for. */
    private final Runnable again;

    private final Map<HostId, List<BridgeUrl>> heard = new ConcurrentHashMap<>();
    private HostFinder finder;
    private Subscription looking;
    private boolean resting;
    private Cancellable timer = Cancellable.NOTHING;

    /** @param again called on the lane when a rest is over */
    NearbyPlaces(Lane lane, Runnable again) {
        this.lane = lane;
        this.again = again;
    }

    void use(HostFinder hostFinder) {
        finder = hostFinder;
    }

    /** The host with the places at which it was heard besides. Any thread. */
    PairedHost with(PairedHost host) {
        List<BridgeUrl> besides = heard(host.hostId());
        if (besides.isEmpty()) {
            return host;
        }
        Set<BridgeUrl> urls = new LinkedHashSet<>(host.urls());
        urls.addAll(besides);
        return host.known(host.name(), List.copyOf(urls));
    }

    private List<BridgeUrl> heard(HostId hostId) {
        return heard.getOrDefault(hostId, List.of());
    }

    /** Begins to listen, if nobody does and it is no time to rest. @param told on the finder's thread */
    void look(Consumer<HostFinder.Nearby> told) {
        if (looking == null && !resting && finder != null) {
            looking = finder.find(told);
            timer = lane.schedule(LISTEN, this::rest);
        }
    }

    private void rest() {
        stop();
        resting = true;
        timer = lane.schedule(REST, this::goOn);
    }

    private void goOn() {
        hope();
        again.run();
    }

    /** The next {@link #look} is one, whatever came of the last. */
    void hope() {
        if (resting) {
            resting = false;
            timer.cancel();
        }
    }

    void stop() {
        resting = false;
        timer.cancel();
        if (looking != null) {
            looking.close();
            looking = null;
        }
    }

    /** Whether a place is worth a task of the lane. Any thread, so that a network full of announcements fills no lane. */
    boolean mayBeNews(PairedHost host, HostFinder.Nearby nearby) {
        List<BridgeUrl> before = heard(host.hostId());
        return host.hostId().value().equals(nearby.hostId())
                && before.size() < MAX
                && Stream.concat(before.stream(), host.urls().stream()).noneMatch(url -> isAt(url, nearby));
    }

    private static boolean isAt(BridgeUrl url, HostFinder.Nearby nearby) {
        return !url.secure() && url.host().equals(nearby.address()) && url.port() == nearby.port();
    }

    /** @return whether there is a place now that was not known before */
    boolean add(PairedHost host, HostFinder.Nearby nearby) {
        if (!mayBeNews(host, nearby)) {
            return false;
        }
        BridgeUrl url;
        try {
            url = new BridgeUrl(false, nearby.address(), nearby.port());
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
        List<BridgeUrl> now = new ArrayList<>(heard(host.hostId()));
        now.add(url);
        heard.put(host.hostId(), List.copyOf(now));
        return true;
    }

    /** The host was reached, or is let go: what was heard of it is of no use any more. */
    void forget(HostId hostId) {
        heard.remove(hostId);
    }
}
