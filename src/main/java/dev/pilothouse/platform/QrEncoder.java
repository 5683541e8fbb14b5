package dev.pilothouse.platform;

/**
 * Encodes text as a QR code. Returns modules and not pixels, because a window and a terminal each draw it. Owns
 * nothing. Any thread.
 */
public interface QrEncoder {

    /** A square of modules without a quiet zone. The renderer adds four light modules on each side. */
    interface QrCode {

        /** The number of modules on a side. */
        int size();

        /** Whether the module is dark; {@code x} to the right and {@code y} down, each from 0 to {@code size() - 1}. */
        boolean dark(int x, int y);
    }

    /** @throws IllegalArgumentException if the text is empty or does not fit into a QR code (2,953 bytes of UTF-8) */
    QrCode encode(String text);
}
