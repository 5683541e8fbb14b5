package dev.pilothouse.cache;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compresses the cache's content, to reduce writes to a phone's flash memory. Stateless. Any thread. */
final class Compression {

    /** Far above the size of any content. Only a safeguard, because the input was authenticated before. */
    static final int MAX_UNPACKED = 8 * 1024 * 1024;

    private static final int PIECE = 16 * 1024;

    private Compression() {}

    static byte[] pack(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, content.length / 3));
            byte[] piece = new byte[PIECE];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Empty if the input is not compressed content, or is too large. */
    static Optional<byte[]> unpack(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
            byte[] piece = new byte[PIECE];
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                if (count == 0 && !inflater.finished()) {
                    return Optional.empty();
                }
                out.write(piece, 0, count);
                if (out.size() > MAX_UNPACKED) {
                    return Optional.empty();
                }
            }
            return Optional.of(out.toByteArray());
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
