package dev.pilothouse.pairing;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** The 128 bits that prove a ticket. Never printed, compared in constant time. Immutable, any thread. */
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

    /** The secret itself, as a copy, for the one message that proves it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether these bytes are the secret; takes the same time whether or not they are. */
    public boolean matches(byte[] claimed) {
        return MessageDigest.isEqual(bytes, claimed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TicketSecret secret && matches(secret.bytes);
    }

    @Override
    public int hashCode() {
        // The same for all: a hash of the secret must not end up in a dump or a log.
        return LENGTH;
    }

    @Override
    public String toString() {
        return "TicketSecret[hidden]";
    }
}
