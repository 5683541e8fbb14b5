package dev.pilothouse.desktop.bridge;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The host names that the bridge accepts. This prevents DNS rebinding: a browser that was directed to a name which
 * resolves to this machine sends that name as {@code Host}, and is refused. Thread-safe.
 */
final class HostNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Set<String> extra = new CopyOnWriteArraySet<>();

    /** Also accepts this name, such as that of a tunnel. */
    void allow(String name) {
        extra.add(name.toLowerCase(Locale.ROOT));
    }

    void disallow(String name) {
        extra.remove(name.toLowerCase(Locale.ROOT));
    }

    /**
     * @param host the header's host without its port
     * @param localAddress at which the connection arrived
     */
    boolean isOurs(String host, String localAddress) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name)
                || extra.contains(name)
                || unbracketed(name).equals(unbracketed(localAddress.toLowerCase(Locale.ROOT)));
    }

    private static String unbracketed(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }
}
