package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.HostPath;
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
 * The health of the connections to the hosts: hop by hop while its sheet is open, and a message while no host has been
 * reached yet.
 *
 * <p>Owns the time of the last update for each host. Confined to the FX thread, except for {@link #onHostHeard}. Ends with
 * the shell.
 */
public final class ConnectionHealthPresenter {
    private final Clock clock;
    private final Runnable retry;
    private final Map<HostId, Instant> news = new ConcurrentHashMap<>();
    private final ReadOnlyObjectWrapper<NoHostMessage> away = new ReadOnlyObjectWrapper<>(this, "away");
    private final ReadOnlyObjectWrapper<List<HostPath>> ways = new ReadOnlyObjectWrapper<>(this, "ways", List.of());
    private boolean open;

    /** @param retry retries lost links at once */
    ConnectionHealthPresenter(Clock clock, Runnable retry) {
        this.clock = clock;
        this.retry = retry;
    }

    /** Records that an update from a host has arrived. Called on the client-state lane. */
    void onHostHeard(HostId hostId) {
        news.put(hostId, clock.instant());
    }

    /** @param nothingKnown whether no session of any host is known */
    void render(List<HostLink> links, boolean nothingKnown) {
        Set<HostId> paired = links.stream().map(HostLink::hostId).collect(Collectors.toSet());
        news.keySet().retainAll(paired);
        Instant now = clock.instant();
        away.set(NoHostMessage.of(links, nothingKnown, now));
        if (open) {
            ways.set(links.stream()
                    .map(link -> HostPath.of(link, news.get(link.hostId()), now))
                    .toList());
        }
    }

    /** Whether the sheet is open; its ages count seconds. */
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

    /** Retries at once on the person's request. */
    void onRetryNow() {
        retry.run();
    }

    /** The message while no host has been reached and no session is known; else null. */
    ReadOnlyObjectProperty<NoHostMessage> unreachableProperty() {
        return away.getReadOnlyProperty();
    }

    /** Each host's connection; empty while the sheet is closed. */
    ReadOnlyObjectProperty<List<HostPath>> waysProperty() {
        return ways.getReadOnlyProperty();
    }
}
