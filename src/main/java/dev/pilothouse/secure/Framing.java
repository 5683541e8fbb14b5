package dev.pilothouse.secure;

/**
 * Constants of the framing inside the channel: flags (1 byte), length (2 bytes, big-endian), data, zeros up to a
 * multiple of 64. {@code docs/protocol.md} is normative.
 */
final class Framing {
    static final int FLAG_LAST = 0x01;
    static final int FLAG_DEFLATED = 0x02;
    static final int KNOWN_FLAGS = FLAG_LAST | FLAG_DEFLATED;

    static final int HEADER = 3;
    static final int BLOCK = 64;
    static final int TAG = 16;

    /**
     * Largest plaintext that is a multiple of {@link #BLOCK} and, with its tag, fits into a Noise message (65,535
     * bytes).
     */
    static final int MAX_PLAINTEXT = 65_472;

    static final int MAX_DATA = MAX_PLAINTEXT - HEADER;

    /** Minimum size of a frame for deflating. */
    static final int DEFLATE_FROM = 1024;

    private Framing() {}

    static int paddedLength(int dataLength) {
        return (HEADER + dataLength + BLOCK - 1) / BLOCK * BLOCK;
    }
}
