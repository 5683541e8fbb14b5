package dev.pilothouse.desktop.pairing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Photographs as files, written by the JDK's own encoders. Stateless. */
public final class PictureFiles {
    private PictureFiles() {}

    /** @param file its extension selects the format */
    public static Path write(Photograph photo, Path file) throws IOException {
        BufferedImage image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, photo.width(), photo.height(), photo.argb(), 0, photo.width());
        String name = file.getFileName().toString();
        if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
            throw new IOException("no encoder for " + name);
        }
        return file;
    }

    /** The dark modules on a transparent background, as on a web page. */
    public static Path writeSeeThrough(Photograph photo, Path file) throws IOException {
        BufferedImage image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_ARGB);
        int[] argb = photo.argb();
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (argb[i] & 0xff) < 128 ? 0xff000000 : 0;
        }
        image.setRGB(0, 0, photo.width(), photo.height(), argb, 0, photo.width());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** A small PNG whose header claims that many pixels. */
    public static Path writePromising(int width, int height, Path file) throws IOException {
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        byte[] bytes = Files.readAllBytes(file);
        java.nio.ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
        return Files.write(file, bytes);
    }
}
