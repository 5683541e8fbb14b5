package dev.pilothouse.ui.attachment;

import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javafx.scene.image.Image;

/**
 * A picture as it is shown beside words, or why it is not. Immutable. Another device made the file, so its header is read
 * before anything is decoded.
 *
 * @param image null if it is not shown
 * @param problem why it is not shown; empty if it is, or if the file is simply damaged
 */
public record SmallPicture(Image image, String problem) {
    static final double WIDTH = 168;
    static final double HEIGHT = 120;

    /** Decodes at about the size in which it is shown. Takes its time: to be called off the FX thread. */
    static SmallPicture decode(byte[] file) {
        Optional<PictureSize> size = PictureSize.of(file);
        if (size.isEmpty()) {
            return new SmallPicture(null, "");
        }
        if (!size.get().isBearable()) {
            return tooLarge(size.get());
        }
        try {
            boolean shrink = size.get().width() > WIDTH * 2 || size.get().height() > HEIGHT * 2;
            Image image = shrink
                    ? new Image(new ByteArrayInputStream(file), WIDTH * 2, HEIGHT * 2, true, true)
                    : new Image(new ByteArrayInputStream(file));
            return new SmallPicture(image.isError() ? null : image, "");
        } catch (OutOfMemoryError e) {
            return tooLarge(size.get());
        }
    }

    private static SmallPicture tooLarge(PictureSize size) {
        return new SmallPicture(null, Texts.text("attach.notShown", size.width(), size.height()));
    }
}
