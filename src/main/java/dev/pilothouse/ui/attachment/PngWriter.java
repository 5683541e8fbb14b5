package dev.pilothouse.ui.attachment;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes pictures as PNG (ISO/IEC 15948), because JavaFX has no writer and phones have no AWT. It writes eight bits per
 * channel, an alpha channel only if a pixel is not opaque, and filters each line by the one above. Stateless; any
 * thread may call it.
 */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int EIGHT_BITS = 8;
    private static final int RGB = 2;
    private static final int RGBA = 6;
    private static final int FILTER_UP = 2;
    private static final int OPAQUE = 0xff;

    private PngWriter() {}

    /** @param argb one number per pixel, row by row, not premultiplied */
    static byte[] png(int width, int height, int[] argb) {
        boolean alpha = hasAlpha(argb, width * height);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(width, height, alpha));
            chunk(out, "IDAT", lines(width, height, argb, alpha));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
        return file.toByteArray();
    }

    private static boolean hasAlpha(int[] argb, int points) {
        for (int i = 0; i < points; i++) {
            if (argb[i] >>> 24 != OPAQUE) {
                return true;
            }
        }
        return false;
    }

    private static byte[] header(int width, int height, boolean alpha) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(width);
        out.writeInt(height);
        out.writeByte(EIGHT_BITS);
        out.writeByte(alpha ? RGBA : RGB);
        // Compression and filter have only the value 0; interlace 0 is none.
        out.write(new byte[3]);
        return bytes.toByteArray();
    }

    private static byte[] lines(int width, int height, int[] argb, boolean alpha) throws IOException {
        int channels = alpha ? 4 : 3;
        byte[] above = new byte[width * channels];
        byte[] line = new byte[width * channels];
        byte[] filtered = new byte[width * channels + 1];
        filtered[0] = FILTER_UP;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < height; y++) {
                fill(line, argb, y * width, width, alpha);
                for (int i = 0; i < line.length; i++) {
                    filtered[i + 1] = (byte) (line[i] - above[i]);
                }
                out.write(filtered);
                byte[] spare = above;
                above = line;
                line = spare;
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void fill(byte[] line, int[] argb, int from, int width, boolean alpha) {
        int at = 0;
        for (int x = 0; x < width; x++) {
            int point = argb[from + x];
            line[at++] = (byte) (point >> 16);
            line[at++] = (byte) (point >> 8);
            line[at++] = (byte) point;
            if (alpha) {
                line[at++] = (byte) (point >> 24);
            }
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) sum.getValue());
    }
}
