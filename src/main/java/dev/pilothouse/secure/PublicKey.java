package dev.pilothouse.secure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a static X25519 key. Identifies a device or host to its peers.
 *
 * <p>Accepts only canonical keys: 32 bytes with the unused top bit clear, and no low-order point. RFC 7748 ignores the
 * top bit, so one device could have two names. With a low-order point every Diffie-Hellman result is zero, which RFC
 * 7748, section 6.1, requires to reject. Immutable and thread-safe.
 */
public final class PublicKey {
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a key from its bytes.
     *
     * @param bytes 32 bytes, little-endian u-coordinate; copied
     * @throws IllegalArgumentException if the key is not acceptable; the message is safe to show
     */
    public static PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A public key has 32 bytes, not " + bytes.length);
        }
        if (X25519Keys.isWeak(bytes, 0)) {
            throw new IllegalArgumentException("This public key is weak and is not accepted");
        }
        return new PublicKey(bytes.clone());
    }

    /**
     * Parses the output of {@link #text()}.
     *
     * @throws IllegalArgumentException if the text is not an acceptable key
     */
    public static PublicKey parse(String text) {
        PublicKey key = of(Base64.getUrlDecoder().decode(text));
        if (!key.text().equals(text)) {
            throw new IllegalArgumentException("This public key is not written in its one canonical form");
        }
        return key;
    }

    /** The 32 bytes, as a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 43 characters of base64url without padding. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The first eight bytes of the key's SHA-256 as 16 hexadecimal digits, for ids and log lines. */
    public String fingerprint() {
        return HexFormat.of().formatHex(sha256(bytes), 0, 8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
    }

    @Override
    public String toString() {
        return "PublicKey[" + fingerprint() + "]";
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
