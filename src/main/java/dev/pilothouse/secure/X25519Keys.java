package dev.pilothouse.secure;

import com.southernstorm.noise.protocol.DHState;
import com.southernstorm.noise.protocol.Noise;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** X25519 for this package: creates each {@link DHState}, and adds a key check that the library lacks. */
final class X25519Keys {
    static final int KEY_LENGTH = 32;

    private static final int TOP_BIT = 0x80;

    /**
     * All u-coordinates of less than 2^255 with a point of order 1, 2, 4 or 8 on the curve or its twist: 0, 1, the two
     * of order 8, p - 1, and p and p + 1 as second encodings of 0 and 1. Source: https://cr.yp.to/ecdh.html. A list,
     * because a Diffie-Hellman calculation for each check would be a third of the host's work for a handshake.
     */
    private static final List<byte[]> LOW_ORDER = Stream.of(
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
            .map(HexFormat.of()::parseHex)
            .toList();

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
     * zero: it is one of the {@link #LOW_ORDER} values. Second, its unused top bit is set. RFC 7748 ignores that bit and
     * the Noise library does not, so implementations would disagree on the value. No key generator sets it.
     */
    static boolean isWeak(byte[] publicValue, int offset) {
        if ((publicValue[offset + KEY_LENGTH - 1] & TOP_BIT) != 0) {
            return true;
        }
        for (byte[] point : LOW_ORDER) {
            // The value is public, so the time may depend on it.
            if (Arrays.equals(point, 0, KEY_LENGTH, publicValue, offset, offset + KEY_LENGTH)) {
                return true;
            }
        }
        return false;
    }
}
