package dev.pilothouse.secure;

import java.util.HexFormat;
import java.util.List;

/**
 * Public values with a zero Diffie-Hellman result: the known points of order 1, 2, 4 and 8, and their other encodings.
 */
final class LowOrder {
    static final List<byte[]> POINTS = List.of(
            point("0000000000000000000000000000000000000000000000000000000000000000"),
            point("0100000000000000000000000000000000000000000000000000000000000000"),
            point("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            point("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            point("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            point("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            point("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            point("0000000000000000000000000000000000000000000000000000000000000080"),
            point("0100000000000000000000000000000000000000000000000000000000000080"));

    /** The points whose unused top bit is clear. */
    static final List<byte[]> CANONICAL =
            POINTS.stream().filter(point -> point[31] >= 0).toList();

    private LowOrder() {}

    private static byte[] point(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** A first message with valid authentication, from a device that presents such a point as its static key. */
    static byte[] firstMessageWithStaticKey(byte[] point, byte[] host) throws Exception {
        byte[] ephemeral = new byte[32];
        ephemeral[7] = 77;
        return new JdkNoise(new byte[32], host, ephemeral, "pilothouse.v1|pilothouse.v1")
                .showing(point)
                .message1();
    }
}
