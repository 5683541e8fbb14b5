package dev.pilothouse.desktop;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;

/** Writes an image as PNG without javafx.swing, which depends on AWT. Stateless. */
public final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    private PngFile() {}

    public static void write(Image image, Path file) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels, new Deflater(9))) {
            PixelReader reader = image.getPixelReader();
            byte[] before = new byte[width * 3];
            for (int y = 0; y < height; y++) {
                byte[] line = new byte[width * 3];
                for (int x = 0; x < width; x++) {
                    int colour = reader.getArgb(x, y);
                    line[3 * x] = (byte) (colour >> 16);
                    line[3 * x + 1] = (byte) (colour >> 8);
                    line[3 * x + 2] = (byte) colour;
                }
                // Filter 2 stores the difference from the line above.
                deflater.write(2);
                byte[] up = new byte[line.length];
                for (int i = 0; i < line.length; i++) {
                    up[i] = (byte) (line[i] - before[i]);
                }
                deflater.write(up);
                before = line;
            }
        }
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header.toByteArray());
            chunk(out, "IDAT", pixels.toByteArray());
            chunk(out, "IEND", new byte[0]);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }
}
