package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.HostPath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The health of the connections to the hosts: hop by hop while its sheet is open, and a message while no host has been
 * reached yet.
 *
 * <p>Owns the time of the last update for each host, which is set on the client-state lane. Confined to the FX thread.
 * Ends with the shell.
 */
public final class ConnectionHealthPresenter {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LinkedHosts hosts;
    private final BooleanSupplier nothingKnown;
    private final UpdateScheduler scheduler;
    private final Clock clock;
    private final Runnable retry;
    private final Map<HostId, Instant> news = new ConcurrentHashMap<>();
    private final ReadOnlyObjectWrapper<NoHostMessage> unreachable = new ReadOnlyObjectWrapper<>(this, "away");
    private final ReadOnlyObjectWrapper<List<HostPath>> paths = new ReadOnlyObjectWrapper<>(this, "ways", List.of());
    private boolean open;

    /**
     * @param nothingKnown whether no session of any host is known
     * @param retry retries lost links at once
     */
    ConnectionHealthPresenter(
            LinkedHosts hosts, BooleanSupplier nothingKnown, UpdateScheduler scheduler, Clock clock, Runnable retry) {
        this.hosts = hosts;
        this.nothingKnown = nothingKnown;
        this.scheduler = scheduler;
        this.clock = clock;
        this.retry = retry;
        hosts.onNews(hostId -> news.put(hostId, clock.instant()));
        hosts.listen(this::render);
        // Ages count seconds while the sheet is open.
        scheduler.onTick(() -> open ? Optional.of(SECOND) : Optional.empty(), () -> render(hosts.current()));
    }

    private void render(List<HostLink> links) {
        Set<HostId> paired = links.stream().map(HostLink::hostId).collect(Collectors.toSet());
        news.keySet().retainAll(paired);
        Instant now = clock.instant();
        unreachable.set(NoHostMessage.of(links, nothingKnown.getAsBoolean(), now));
        if (open) {
            paths.set(links.stream()
                    .map(link -> HostPath.of(link, news.get(link.hostId()), now))
                    .toList());
        }
    }

    /** Starts the updates of the sheet. */
    void onOpen() {
        open = true;
        render(hosts.current());
        scheduler.scheduleTick();
    }

    void onClose() {
        open = false;
        paths.set(List.of());
    }

    /** Retries at once on the person's request. */
    void onRetryNow() {
        retry.run();
    }

    /** The message while no host has been reached and no session is known; else null. */
    ReadOnlyObjectProperty<NoHostMessage> unreachableProperty() {
        return unreachable.getReadOnlyProperty();
    }

    /** Each host's connection; empty while the sheet is closed. */
    ReadOnlyObjectProperty<List<HostPath>> pathsProperty() {
        return paths.getReadOnlyProperty();
    }
}
