package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.MimeTypeDetector;
import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;

/**
 * A picture in shades of grey, for code that searches it. Immutable by convention: the array is never written to.
 *
 * @param grey the brightness of each pixel, row by row; transparent pixels are white
 */
public record GreyscaleImage(int width, int height, byte[] grey) {
    /** The largest file that is read, in bytes. */
    private static final long MAX_READ = 32L * 1024 * 1024;
    /** The longest side in pixels. A sharp picture of this size shows a code that takes an eighth of its width. */
    static final int MAX_SIDE = 2_400;

    /** The result of reading a picture. */
    public sealed interface Reading {
        record Read(GreyscaleImage picture) implements Reading {}

        /** @param why a sentence for the user */
        record Refused(String why) implements Reading {}
    }

    @Override
    public String toString() {
        return "GreyscaleImage[" + width + "×" + height + "]";
    }

    /**
     * Reads an untrusted picture. The header is checked first, and a picture above the pixel limit is not decoded.
     * Slow, so call it off the FX thread.
     */
    public static Reading read(AttachmentSource source) {
        String name = FxAttachmentPreparer.oneLine(source.name());
        try {
            return source instanceof AttachmentSource.OfPixels pixels
                    ? new Reading.Read(ofPixels(pixels))
                    : ofFile(name, ((AttachmentSource.OfFile) source).path());
        } catch (IOException e) {
            return refused("attach.unreadable", name);
        } catch (OutOfMemoryError e) {
            // The picture is within the pixel limit, but there is not enough memory now.
            return refused("attach.tooManyPoints", name);
        }
    }

    private static Reading refused(String key, String name) {
        return new Reading.Refused(Texts.text(key, name));
    }

    private static Reading ofFile(String name, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return refused("picture.none", name);
        }
        if (Files.size(file) > MAX_READ) {
            return refused("attach.tooManyPoints", name);
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            // A file may grow while it is read.
            bytes = in.readNBytes((int) MAX_READ);
        }
        if (bytes.length == 0) {
            return refused("attach.empty", name);
        }
        if (MimeTypeDetector.picture(bytes).isEmpty()) {
            return refused("picture.none", name);
        }
        Optional<ImageDimensions> size = ImageDimensions.of(bytes);
        if (size.isEmpty()) {
            return refused(
                    MimeTypeDetector.picture(bytes).equals("image/webp") ? "picture.none" : "picture.damaged", name);
        }
        if (!size.get().isAcceptable()) {
            return refused("attach.tooManyPoints", name);
        }
        boolean shrink = Math.max(size.get().width(), size.get().height()) > MAX_SIDE;
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        Image image = shrink ? new Image(in, MAX_SIDE, MAX_SIDE, true, true) : new Image(in);
        PixelReader points = image.isError() ? null : image.getPixelReader();
        if (points == null || image.getWidth() < 1 || image.getHeight() < 1) {
            return refused("picture.damaged", name);
        }
        return new Reading.Read(ofImage((int) image.getWidth(), (int) image.getHeight(), points));
    }

    private static GreyscaleImage ofImage(int width, int height, PixelReader points) {
        byte[] grey = new byte[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            points.getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), row, 0, width);
            for (int x = 0; x < width; x++) {
                grey[y * width + x] = (byte) brightness(row[x]);
            }
        }
        return new GreyscaleImage(width, height, grey);
    }

    private static GreyscaleImage ofPixels(AttachmentSource.OfPixels pixels) {
        int by = (Math.max(pixels.width(), pixels.height()) + MAX_SIDE - 1) / MAX_SIDE;
        int width = Math.max(1, pixels.width() / by);
        int height = Math.max(1, pixels.height() / by);
        byte[] grey = new byte[width * height];
        IntUnaryOperator at = index -> brightness(pixels.argb()[index]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sum = 0;
                for (int row = 0; row < by; row++) {
                    for (int column = 0; column < by; column++) {
                        int fromY = Math.min(pixels.height() - 1, y * by + row);
                        int fromX = Math.min(pixels.width() - 1, x * by + column);
                        sum += at.applyAsInt(fromY * pixels.width() + fromX);
                    }
                }
                grey[y * width + x] = (byte) (sum / (by * by));
            }
        }
        return new GreyscaleImage(width, height, grey);
    }

    /** Returns the perceived brightness of a colour on a white background. */
    private static int brightness(int argb) {
        int alpha = argb >>> 24;
        int red = argb >> 16 & 0xff;
        int green = argb >> 8 & 0xff;
        int blue = argb & 0xff;
        int bright = (306 * red + 601 * green + 117 * blue) >> 10;
        return (bright * alpha + 255 * (255 - alpha)) / 255;
    }
}
