package dev.pilothouse.pairing;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** The 128-bit secret of a ticket. Never printed; compared in constant time. Immutable and thread-safe. */
public final class TicketSecret {
    public static final int LENGTH = 16;

    private final byte[] bytes;

    private TicketSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static TicketSecret random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new TicketSecret(bytes);
    }

    /** @throws IllegalArgumentException if there are not exactly 16 bytes */
    public static TicketSecret of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A ticket's secret has 16 bytes, not " + bytes.length);
        }
        return new TicketSecret(bytes.clone());
    }

    /** The secret as a copy, for the message that proves the ticket. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether these bytes equal the secret, in constant time. */
    public boolean matches(byte[] claimed) {
        return MessageDigest.isEqual(bytes, claimed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketSecret secret && matches(secret.bytes);
    }

    @Override
    public int hashCode() {
        // Constant, so that no hash of the secret appears in a dump or log.
        return LENGTH;
    }

    @Override
    public String toString() {
        return "TicketSecret[hidden]";
    }
}
