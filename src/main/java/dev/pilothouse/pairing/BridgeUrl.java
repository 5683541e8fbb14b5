package dev.pilothouse.pairing;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * An address of a host: {@code ws://} or {@code wss://}, a host and a port. The path is always {@code /bridge} and is
 * not part of the address. User names, paths, queries and fragments are rejected, so an address cannot hold a secret.
 *
 * @param secure whether the channel runs inside TLS, as through a tunnel
 * @param host a name in lower case, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record BridgeUrl(boolean secure, String host, int port) {
    public static final String PATH = "/bridge";

    private static final int MAX_HOST = 253;
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;

    public BridgeUrl {
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || host.length() > MAX_HOST || !host.chars().allMatch(BridgeUrl::isHostCharacter)) {
            throw new IllegalArgumentException("Not a host name or address");
        }
        if (host.indexOf(':') >= 0) {
            host = canonicalIpv6(host);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
    }

    /**
     * Parses an address.
     *
     * @param text in the format of {@link #toString()}; the port may be missing
     * @throws IllegalArgumentException with a sentence that describes the error
     */
    public static BridgeUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Not an address: " + e.getReason(), e);
        }
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"ws".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("An address begins with ws:// or wss://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || !isBare(uri)) {
            throw new IllegalArgumentException("An address has a host and a port, and nothing else");
        }
        String host = uri.getHost();
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? TLS_PORT : PLAIN_PORT;
        return new BridgeUrl(secure, host, port);
    }

    /** Returns the canonical spelling. A text with a colon causes no DNS look-up. */
    private static String canonicalIpv6(String literal) {
        try {
            return InetAddress.getByName(literal).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an IPv6 address", e);
        }
    }

    private static boolean isBare(URI uri) {
        String path = uri.getRawPath();
        return uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (path == null || path.isEmpty() || path.equals("/") || path.equals(PATH));
    }

    private static boolean isHostCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == ':' || c == '_';
    }

    public boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    /** The address with the bridge's path. */
    public String endpoint() {
        return this + PATH;
    }

    @Override
    public String toString() {
        String authority = isIpv6() ? "[" + host + "]" : host;
        return secure && port == TLS_PORT
                ? "wss://" + authority
                : (secure ? "wss://" : "ws://") + authority + ":" + port;
    }
}
