package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.MimeTypeDetector;
import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares attachments with the decoders of JavaFX. Shrinks a picture that is too large for the host, and creates a
 * thumbnail of each picture. Owns nothing. Any thread but the FX thread, since it reads files and compresses pictures.
 */
public final class FxAttachmentPreparer implements AttachmentPreparer {
    private static final Logger LOG = LoggerFactory.getLogger(FxAttachmentPreparer.class);

    /** The largest file that is read, in bytes. Larger ones are refused even if they could be shrunk. */
    private static final long MAX_READ = 64L * 1024 * 1024;
    /** The longest side of a shrunk picture, in pixels. Models scale larger pictures down to this anyway. */
    private static final int MAX_SIDE = 1_568;

    static final int THUMBNAIL_SIDE = 320;
    private static final int MAX_NAME = 120;

    @Override
    public PreparedAttachment prepare(AttachmentSource source) {
        String name = oneLine(source.name());
        try {
            return source instanceof AttachmentSource.OfPixels pixels
                    ? ofPixels(name, pixels)
                    : ofFile(name, ((AttachmentSource.OfFile) source).path());
        } catch (IOException e) {
            LOG.debug("{} cannot be read: {}", name, e.toString());
            return new PreparedAttachment.Refused(name, Texts.text("attach.unreadable", name));
        } catch (OutOfMemoryError e) {
            // The picture is within the pixel limit, but there is not enough memory now.
            return new PreparedAttachment.Refused(name, Texts.text("attach.tooManyPoints", name));
        }
    }

    static String oneLine(String name) {
        String line = name.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_NAME ? line : line.substring(line.length() - MAX_NAME);
    }

    private PreparedAttachment ofPixels(String name, AttachmentSource.OfPixels pixels) {
        int side = Math.max(pixels.width(), pixels.height());
        byte[] png = PngWriter.png(pixels.width(), pixels.height(), pixels.argb());
        if (side > MAX_SIDE && png.length > MAX_BYTES / 4 || png.length > MAX_BYTES) {
            png = smaller(png, MAX_SIDE);
        }
        if (png == null || png.length > MAX_BYTES) {
            return tooLarge(name);
        }
        return new PreparedAttachment.Ready(name, "image/png", png, smaller(png, THUMBNAIL_SIDE));
    }

    private PreparedAttachment ofFile(String name, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return new PreparedAttachment.Refused(name, Texts.text("attach.folder", name));
        }
        long size = Files.size(file);
        if (size == 0) {
            return new PreparedAttachment.Refused(name, Texts.text("attach.empty", name));
        }
        if (size > MAX_READ) {
            return tooLarge(name);
        }
        byte[] bytes = read(file);
        String picture = MimeTypeDetector.picture(bytes);
        if (picture.isEmpty()) {
            return bytes.length > MAX_BYTES
                    ? tooLarge(name)
                    : new PreparedAttachment.Ready(name, MimeTypeDetector.other(name, bytes), bytes, null);
        }
        if (ImageDimensions.of(bytes).filter(points -> !points.isAcceptable()).isPresent()) {
            return new PreparedAttachment.Refused(name, Texts.text("attach.tooManyPoints", name));
        }
        byte[] thumbnail = smaller(bytes, THUMBNAIL_SIDE);
        if (bytes.length <= MAX_BYTES) {
            return new PreparedAttachment.Ready(name, picture, bytes, thumbnail);
        }
        byte[] fitting = smaller(bytes, MAX_SIDE);
        return fitting == null || fitting.length > MAX_BYTES
                ? tooLarge(name)
                : new PreparedAttachment.Ready(name, "image/png", fitting, thumbnail);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // A file may grow while it is read.
            return in.readNBytes((int) MAX_READ);
        }
    }

    private static PreparedAttachment tooLarge(String name) {
        return new PreparedAttachment.Refused(name, Texts.text("attach.tooLarge", name, MAX_BYTES / (1024 * 1024)));
    }

    /** Returns the picture as a PNG with sides of at most this many pixels. Null if it cannot be decoded here. */
    private static byte @Nullable [] smaller(byte[] picture, int side) {
        ImageDimensions size = ImageDimensions.of(picture).orElse(null);
        if (size == null) {
            return null;
        }
        boolean shrink = Math.max(size.width(), size.height()) > side;
        ByteArrayInputStream in = new ByteArrayInputStream(picture);
        Image image = shrink ? new Image(in, side, side, true, true) : new Image(in);
        if (image.isError() || image.getWidth() < 1) {
            return null;
        }
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        return PngWriter.png(width, height, argb(image, width, height));
    }

    /** Converts a picture from the clipboard or a drop. */
    public static AttachmentSource.OfPixels pixels(String name, Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        return new AttachmentSource.OfPixels(name, width, height, argb(image, width, height));
    }

    private static int[] argb(Image image, int width, int height) {
        int[] argb = new int[width * height];
        PixelReader reader = image.getPixelReader() == null
                ? new WritableImage(width, height).getPixelReader()
                : image.getPixelReader();
        reader.getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return argb;
    }
}
