package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
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
 * are tried beside the others, where the host's key is asked for as everywhere, and are never stored.
 *
 * <p>Owns the listening, and at most {@value #MAX} places for each host, since anybody in a network can announce anything.
 * Confined to the client-state lane, but for {@link #with} and {@link #mayBeNews}. Ends with {@link #stop()}.
 */
final class NearbyPlaces {
    static final int MAX = 4;

    private final Map<HostId, List<BridgeUrl>> heard = new ConcurrentHashMap<>();
    private HostFinder finder;
    private Subscription looking;

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

    /** Begins to listen, if nobody does. @param told on the finder's thread */
    void look(Consumer<HostFinder.Nearby> told) {
        if (looking == null && finder != null) {
            looking = finder.find(told);
        }
    }

    void stop() {
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
