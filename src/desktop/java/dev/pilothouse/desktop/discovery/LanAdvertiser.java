package dev.pilothouse.desktop.discovery;

import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a host announced in exactly those networks in which it is shared.
 *
 * <p>Owns the announcements and one daemon thread, {@code lan-notice}, which makes and withdraws them, since that takes
 * seconds. Any thread. Only {@link #close()} waits, until the announcements are withdrawn, at most 5 s.
 */
public final class LanAdvertiser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LanAdvertiser.class);
    /** A machine is rarely in more networks; each costs sockets and time on closing. */
    private static final int MAX_NETWORKS = 3;

    private static final long GOODBYE_SECONDS = 5;

    private final LanAnnouncer announcer;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** At most one task is queued: it applies the state wanted when it runs, not when it was queued. */
    private final ThreadPoolExecutor worker;

    private volatile Wanted wanted = Wanted.NOTHING;
    /** Confined to the worker. */
    private final Map<InetAddress, AutoCloseable> announced = new HashMap<>();

    private record Wanted(LanAnnouncer.@Nullable Announcement announcement, List<InetAddress> addresses) {
        private static final Wanted NOTHING = new Wanted(null, List.of());
    }

    public LanAdvertiser(LanAnnouncer announcer) {
        this.announcer = announcer;
        this.worker = NamedThreads.pool(1, Duration.ofSeconds(10), 1, NamedThreads.factory("lan-notice"));
        worker.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Sets the networks to announce in. Does not wait.
     *
     * @param announcement the same each time
     * @param addresses at which the host is shared, the likeliest first; empty if it is not shared
     */
    public void follow(LanAnnouncer.Announcement announcement, List<InetAddress> addresses) {
        if (closed.get()) {
            return;
        }
        List<InetAddress> best = addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .limit(MAX_NETWORKS)
                .toList();
        // IPv6 is used only in a network without IPv4, so that no network gets two announcements.
        wanted = new Wanted(
                announcement, best.isEmpty() ? addresses.stream().limit(1).toList() : best);
        worker.execute(this::apply);
    }

    private void apply() {
        if (closed.get()) {
            endAll();
            return;
        }
        Wanted told = wanted;
        List<InetAddress> now = told.addresses();
        for (Map.Entry<InetAddress, AutoCloseable> one : List.copyOf(announced.entrySet())) {
            if (!now.contains(one.getKey())) {
                announced.remove(one.getKey());
                end(one.getValue());
            }
        }
        for (InetAddress address : now) {
            if (told.announcement() != null && !announced.containsKey(address)) {
                try {
                    announced.put(address, announcer.announce(address, told.announcement()));
                } catch (IOException e) {
                    LOG.info("Not announced at {}: {}", address.getHostAddress(), e.toString());
                }
            }
        }
    }

    private static void end(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            LOG.debug("An announcement did not end cleanly", e);
        }
    }

    /** Withdraws all in parallel, since each takes seconds. */
    private void endAll() {
        List<Thread> goodbyes = new ArrayList<>();
        for (AutoCloseable one : announced.values()) {
            goodbyes.add(NamedThreads.start("lan-goodbye", () -> end(one)));
        }
        announced.clear();
        try {
            for (Thread goodbye : goodbyes) {
                goodbye.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts to withdraw all announcements. Does not wait. */
    public void withdraw() {
        if (!closed.get()) {
            wanted = Wanted.NOTHING;
            worker.execute(this::apply);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        wanted = Wanted.NOTHING;
        // A task that is already queued does the same.
        worker.execute(this::apply);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                LOG.info("The announcement was not withdrawn in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
