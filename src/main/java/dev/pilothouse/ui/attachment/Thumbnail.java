package dev.pilothouse.ui.attachment;

import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * A decoded thumbnail, or the reason why it is not shown. Immutable. The file comes from another device, so its header
 * is checked before it is decoded.
 *
 * @param image null if the picture is not shown
 * @param problem the reason why it is not shown; empty if it is shown or if the file is damaged
 */
public record Thumbnail(@Nullable Image image, String problem) {
    static final double WIDTH = 168;
    static final double HEIGHT = 120;

    /** Decodes at about twice the displayed size. Slow, so call it off the FX thread. */
    public static Thumbnail decode(byte[] file) {
        return decode(file, WIDTH * 2, HEIGHT * 2);
    }

    /** Decodes, and scales down to these sides. Slow, so call it off the FX thread. */
    public static Thumbnail decode(byte[] file, double maxWidth, double maxHeight) {
        Optional<ImageDimensions> size = ImageDimensions.of(file);
        if (size.isEmpty()) {
            return new Thumbnail(null, "");
        }
        if (!size.get().isAcceptable()) {
            return tooLarge(size.get());
        }
        try {
            boolean shrink = size.get().width() > maxWidth || size.get().height() > maxHeight;
            Image image = shrink
                    ? new Image(new ByteArrayInputStream(file), maxWidth, maxHeight, true, true)
                    : new Image(new ByteArrayInputStream(file));
            return new Thumbnail(image.isError() ? null : image, "");
        } catch (OutOfMemoryError e) {
            return tooLarge(size.get());
        }
    }

    public boolean isShown() {
        return image != null;
    }

    /** The width in pixels; 0 if it is not shown. */
    public double width() {
        return image == null ? 0 : image.getWidth();
    }

    /** The height in pixels; 0 if it is not shown. */
    public double height() {
        return image == null ? 0 : image.getHeight();
    }

    private static Thumbnail tooLarge(ImageDimensions size) {
        return new Thumbnail(null, Texts.text("attach.notShown", size.width(), size.height()));
    }
}
