package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.CipherStatePair;

/**
 * A finished handshake: two halves, one for each direction, bound to the peer's proven static key.
 *
 * <p>Owns both ciphers. They are independent, so the writer's thread uses {@link #sealer()} while the reader's uses
 * {@link #opener()}; everything else is immutable. Ends with {@link #close()}, or half by half with the first fault.
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

    /** Whom the handshake proved to be at the other end. */
    public PublicKey remoteKey() {
        return remoteKey;
    }

    /**
     * Six digits that are the same on both ends of this one handshake and nowhere else: the first eight bytes of the
     * handshake hash as an unsigned big-endian number, modulo 1,000,000.
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

    /** Wipes both keys. Idempotent, any thread. */
    @Override
    public void close() {
        sealer.close();
        opener.close();
    }
}
