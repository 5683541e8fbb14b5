package dev.pilothouse.desktop.bridge;

import dev.pilothouse.secure.PublicKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Limits the load from unknown peers. At most {@value #MAX_HALF_OPEN} connections may be unproved; a new one evicts the
 * oldest. Each address has a limit of handshakes by unknown keys per minute. A /64 network of IPv6 counts as one
 * address, because one person usually controls all of it. Loopback is exempt from the second limit, because all clients
 * of a tunnel share that address. Devices that the host knows are never limited.
 *
 * <p>Thread-safe. There is nothing to close.
 *
 * @param <C> a connection
 */
final class HandshakeLimiter<C> {
    static final int MAX_HALF_OPEN = 32;
    static final int STRANGERS_PER_MINUTE = 20;

    private static final int IPV6_BYTES = 16;
    private static final int PREFIX_BYTES = 8;

    private static final int MAX_ADDRESSES = 1024;
    private static final long MINUTE = 60_000_000_000L;

    private final Predicate<PublicKey> known;
    private final LongSupplier ticker;
    private final TreeSet<C> halfOpen;
    private final Map<String, Window> strangers = new LinkedHashMap<>();

    /** @param age orders connections, the oldest first, and never calls two of them equal */
    HandshakeLimiter(Predicate<PublicKey> known, LongSupplier ticker, Comparator<C> age) {
        this.halfOpen = new TreeSet<>(age);
        this.known = known;
        this.ticker = ticker;
    }

    /**
     * Registers a new connection. Calls for two connections may come in another order than the connections did.
     *
     * @return the oldest half-open one, to be closed, if there are too many now
     */
    synchronized Optional<C> begin(C connection) {
        halfOpen.add(connection);
        return halfOpen.size() > MAX_HALF_OPEN ? Optional.of(halfOpen.pollFirst()) : Optional.empty();
    }

    /** Removes a connection that has proved itself or ended. @return whether it was half-open */
    synchronized boolean end(C connection) {
        return halfOpen.remove(connection);
    }

    /** Whether a handshake by this key from this address may continue. */
    boolean admits(PublicKey key, String address, boolean loopback) {
        if (loopback || known.test(key)) {
            return true;
        }
        synchronized (this) {
            long now = ticker.getAsLong();
            String origin = origin(address);
            Window window = strangers.get(origin);
            if (window == null || now - window.since >= MINUTE) {
                strangers.remove(origin);
                removeOldest();
                window = new Window(now);
                strangers.put(origin, window);
            }
            return ++window.count <= STRANGERS_PER_MINUTE;
        }
    }

    /** The IPv4 address, or the /64 prefix of an IPv6 address with the zone of a link-local one. */
    private static String origin(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            // A text with a colon is an address literal, so no name is looked up.
            byte[] bytes = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone))
                    .getAddress();
            return bytes.length == IPV6_BYTES
                    ? HexFormat.of().formatHex(bytes, 0, PREFIX_BYTES) + (zone < 0 ? "" : address.substring(zone))
                    : address;
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }

    private void removeOldest() {
        if (strangers.size() >= MAX_ADDRESSES) {
            strangers.remove(strangers.keySet().iterator().next());
        }
    }

    private static final class Window {
        private final long since;
        private int count;

        Window(long since) {
            this.since = since;
        }
    }
}
