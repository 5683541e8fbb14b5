package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.DHState;
import com.southernstorm.noise.protocol.Noise;
import java.security.NoSuchAlgorithmException;

/** X25519 for this package: creates each {@link DHState}, and adds a key check that the library lacks. */
final class X25519Keys {
    static final int KEY_LENGTH = 32;

    private static final int TOP_BIT = 0x80;

    private X25519Keys() {}

    static DHState newState() {
        try {
            return Noise.createDH("25519");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Noise library has no Curve25519", e);
        }
    }

    /**
     * Whether a public value must be rejected, for one of two reasons. First, every Diffie-Hellman result with it is
     * zero. Clamped scalars are multiples of eight, so exactly the points of low order give zero, with any scalar; one
     * test scalar is enough. Second, its unused top bit is set. RFC 7748 ignores that bit and the Noise library does
     * not, so implementations would disagree on the value. No key generator sets it.
     */
    static boolean isWeak(byte[] publicValue, int offset) {
        if ((publicValue[offset + KEY_LENGTH - 1] & TOP_BIT) != 0) {
            return true;
        }
        DHState probe = newState();
        DHState remote = newState();
        try {
            byte[] scalar = new byte[KEY_LENGTH];
            scalar[0] = 8;
            scalar[KEY_LENGTH - 1] = 0x40;
            probe.setPrivateKey(scalar, 0);
            remote.setPublicKey(publicValue, offset);
            byte[] shared = new byte[KEY_LENGTH];
            probe.calculate(shared, 0, remote);
            int or = 0;
            for (byte b : shared) {
                or |= b;
            }
            return or == 0;
        } finally {
            probe.destroy();
            remote.destroy();
        }
    }
}
