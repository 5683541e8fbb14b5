package dev.pilothouse.platform;

/** Turns text into a QR code, as squares and not as pixels: a window and a terminal each draw it. Owns nothing; any thread. */
public interface QrEncoder {

    /** A square of modules, with no quiet zone around it; whoever draws it adds four light modules on each side. */
    interface QrCode {

        /** Modules on a side. */
        int size();

        /** Whether the module is dark; {@code x} to the right and {@code y} down, each from 0 to {@code size() - 1}. */
        boolean dark(int x, int y);
    }

    /** @throws IllegalArgumentException if the text is empty or does not fit into a QR code (2,953 bytes of UTF-8) */
    QrCode encode(String text);
}
