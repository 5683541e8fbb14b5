package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.sessions.HostWay;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * How the ways to the hosts are: hop by hop while somebody looks at that, and what to say while none has been reached yet.
 *
 * <p>Owns a time for each host. Confined to the FX thread, but for {@link #heard}; ends with the shell.
 */
public final class LinkHealthPresenter {
    private final Clock clock;
    private final Runnable retry;
    private final Map<HostId, Instant> news = new ConcurrentHashMap<>();
    private final ReadOnlyObjectWrapper<Away> away = new ReadOnlyObjectWrapper<>(this, "away");
    private final ReadOnlyObjectWrapper<List<HostWay>> ways = new ReadOnlyObjectWrapper<>(this, "ways", List.of());
    private boolean open;

    /** @param retry tries lost links at once */
    LinkHealthPresenter(Clock clock, Runnable retry) {
        this.clock = clock;
        this.retry = retry;
    }

    /** Something has come from a host. Called on the client-state lane. */
    void heard(HostId hostId) {
        news.put(hostId, clock.instant());
    }

    /** @param nothingKnown whether no session of any host is known */
    void render(List<HostLink> links, boolean nothingKnown) {
        Set<HostId> paired = links.stream().map(HostLink::hostId).collect(Collectors.toSet());
        news.keySet().retainAll(paired);
        Instant now = clock.instant();
        away.set(Away.of(links, nothingKnown, now));
        if (open) {
            ways.set(links.stream()
                    .map(link -> HostWay.of(link, news.get(link.hostId()), now))
                    .toList());
        }
    }

    /** Whether somebody looks at the hops, whose ages count. */
    boolean isOpen() {
        return open;
    }

    void onOpen(List<HostLink> links, boolean nothingKnown) {
        open = true;
        render(links, nothingKnown);
    }

    void onClose() {
        open = false;
        ways.set(List.of());
    }

    /** The person does not want to wait for the next try. */
    void onRetryNow() {
        retry.run();
    }

    /** That nothing is known of any session since no host has been reached; null if not. */
    ReadOnlyObjectProperty<Away> awayProperty() {
        return away.getReadOnlyProperty();
    }

    /** Each host's way; empty while nobody looks. */
    ReadOnlyObjectProperty<List<HostWay>> waysProperty() {
        return ways.getReadOnlyProperty();
    }
}
