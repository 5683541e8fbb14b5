package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.CipherStatePair;

/**
 * The result of a handshake: one half for each direction, bound to the peer's authenticated static key.
 *
 * <p>Owns both ciphers. They are independent: the writer thread uses {@link #sealer()} while the reader thread uses
 * {@link #opener()}. All other fields are immutable. Ends with {@link #close()}; each half also ends at its first
 * fault.
 */
public final class SecureChannel implements AutoCloseable {
    private final PublicKey remoteKey;
    private final String comparisonCode;
    private final FrameSealer sealer;
    private final FrameOpener opener;

    SecureChannel(PublicKey remoteKey, byte[] handshakeHash, CipherStatePair pair, FrameLimits limits) {
        this.remoteKey = remoteKey;
        this.comparisonCode = codeOf(handshakeHash);
        this.sealer = new FrameSealer(pair.getSender());
        this.opener = new FrameOpener(pair.getReceiver(), limits);
    }

    /** The peer's static key, authenticated by the handshake. */
    public PublicKey remoteKey() {
        return remoteKey;
    }

    /**
     * Six digits for comparing both ends; equal only on the two ends of this handshake. Computed from the first eight
     * bytes of the handshake hash as an unsigned big-endian number, modulo 1,000,000.
     */
    public String comparisonCode() {
        return comparisonCode;
    }

    public FrameSealer sealer() {
        return sealer;
    }

    public FrameOpener opener() {
        return opener;
    }

    private static String codeOf(byte[] handshakeHash) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | handshakeHash[i] & 0xff;
        }
        String digits = Long.toString(Long.remainderUnsigned(number, 1_000_000));
        return "0".repeat(6 - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return "SecureChannel[" + remoteKey.fingerprint() + "]";
    }

    /** Wipes both keys. Idempotent and thread-safe. */
    @Override
    public void close() {
        sealer.close();
        opener.close();
    }
}
