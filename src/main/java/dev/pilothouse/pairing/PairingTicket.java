package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.secure.PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A one-use offer to pair, as the QR code carries it. Immutable and thread-safe. Only {@link #text()} contains its
 * secret; {@link #toString()} does not.
 *
 * @param hostName for display, at most 32 bytes of UTF-8
 * @param hostKey the key that the device pins
 * @param urls 1 to 8 addresses, best first
 * @param ticketId 11 characters of base64url (8 bytes)
 * @param scope the scope that the device will get
 * @param expiresAt by the host's wall clock, whole seconds; for display only, because the host checks the expiry
 */
public record PairingTicket(
        HostId hostId,
        String hostName,
        PublicKey hostKey,
        List<BridgeUrl> urls,
        String ticketId,
        TicketSecret secret,
        Scope scope,
        Instant expiresAt) {
    /** The prefix of every ticket's text. */
    public static final String PREFIX = "pilothouse://pair#";

    public static final int MAX_URLS = 8;
    public static final int MAX_NAME_BYTES = 32;

    /** Larger tickets need a QR code of more than 73 terminal columns. */
    public static final int MAX_BYTES = 260;

    public PairingTicket {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(hostKey, "hostKey");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(scope, "scope");
        urls = List.copyOf(urls);
        if (urls.isEmpty() || urls.size() > MAX_URLS) {
            throw new IllegalArgumentException("A ticket has 1 to 8 addresses, not " + urls.size());
        }
        if (hostName.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("A ticket's host name has at most 32 bytes of UTF-8");
        }
        expiresAt = Instant.ofEpochSecond(expiresAt.getEpochSecond());
    }

    /**
     * Makes a ticket that fits into its QR code. Truncates the name to 32 bytes and keeps as many addresses as fit,
     * best first.
     *
     * @throws IllegalArgumentException if no address fits
     */
    public static PairingTicket fitting(
            HostId hostId,
            String hostName,
            PublicKey hostKey,
            List<BridgeUrl> urls,
            String ticketId,
            TicketSecret secret,
            Scope scope,
            Instant expiresAt) {
        List<BridgeUrl> kept = new ArrayList<>();
        String name = cut(hostName);
        for (BridgeUrl url : urls) {
            if (kept.size() == MAX_URLS) {
                break;
            }
            kept.add(url);
            PairingTicket ticket = new PairingTicket(hostId, name, hostKey, kept, ticketId, secret, scope, expiresAt);
            if (TicketCodec.sizeOf(ticket) > MAX_BYTES) {
                kept.remove(kept.size() - 1);
            }
        }
        return new PairingTicket(hostId, name, hostKey, kept, ticketId, secret, scope, expiresAt);
    }

    /**
     * Returns the id of the host with this key. Hosts derive their id this way; a ticket whose key does not match such
     * an id is rejected.
     */
    public static HostId hostIdOf(PublicKey key) {
        return new HostId("h" + key.fingerprint());
    }

    /** Parses scanned or pasted text; ignores white space around and inside it. */
    public static TicketParseResult parse(String text) {
        return TicketCodec.parse(text);
    }

    /**
     * The ticket as {@code pilothouse://pair#…}. A secret until it is used, so it is never logged.
     *
     * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
     */
    public String text() {
        return TicketCodec.format(this);
    }

    private static String cut(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    @Override
    public String toString() {
        return "PairingTicket[" + hostId + ", " + scope + ", expires " + expiresAt + "]";
    }
}
