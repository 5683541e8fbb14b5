package dev.pilothouse.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that an agent asks a person to open in a browser, such as the page of a login: {@code https}, or
 * {@code http} to the machine itself. Printable ASCII without a user name, so that the address is what it looks like.
 * Immutable.
 *
 * @param host with its port, as written
 */
public record BrowserLink(String address, String host) {
    public static final int MAX_LENGTH = 2_000;

    private static final Pattern ADDRESS =
            Pattern.compile("(?<scheme>(?i:https?))://(?<host>[A-Za-z0-9.:\\[\\]_-]+)(?:[/?#][!#-;=?-\\[\\]_a-z~]*)?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i:localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(?::\\d{1,5})?");

    /** Empty if a person must not be sent there. */
    public static Optional<BrowserLink> of(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (address.length() > MAX_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        BrowserLink link = new BrowserLink(address, matcher.group("host"));
        boolean secure = matcher.group("scheme").equalsIgnoreCase("https");
        return secure || link.isLoopback() ? Optional.of(link) : Optional.empty();
    }

    /** Whether it leads to the machine on which it is opened. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }
}
