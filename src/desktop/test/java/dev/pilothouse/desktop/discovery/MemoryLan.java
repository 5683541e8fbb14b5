package dev.pilothouse.desktop.discovery;

import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A network in memory, for tests that need an isolated one. Any thread; keeps the contract of {@link LanContract}. */
public final class MemoryLan implements LanAnnouncer, HostFinder {
    private final Map<Object, Nearby> announced = new LinkedHashMap<>();
    private final List<Consumer<Nearby>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public AutoCloseable announce(InetAddress at, Announcement announcement) {
        Nearby nearby =
                new Nearby(announcement.hostId(), announcement.name(), at.getHostAddress(), announcement.port());
        Object key = new Object();
        synchronized (this) {
            announced.put(key, nearby);
        }
        listeners.forEach(listener -> listener.accept(nearby));
        return () -> {
            synchronized (this) {
                announced.remove(key);
            }
        };
    }

    /** The current announcements. */
    public synchronized List<Nearby> announced() {
        return List.copyOf(announced.values());
    }

    /** The number of listeners. */
    public int listeners() {
        return listeners.size();
    }

    /** Announces an unverified host, as any machine could. */
    public void claim(Nearby nearby) {
        listeners.forEach(listener -> listener.accept(nearby));
    }

    @Override
    public Subscription find(Consumer<Nearby> found) {
        Consumer<Nearby> own = found::accept;
        listeners.add(own);
        announced().forEach(own);
        return () -> listeners.remove(own);
    }
}
