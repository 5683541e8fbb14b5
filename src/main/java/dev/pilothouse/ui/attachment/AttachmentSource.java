package dev.pilothouse.ui.attachment;

import java.nio.file.Path;

/** A file or picture that the user attaches. */
public sealed interface AttachmentSource {
    /** The display name, on one line. */
    String name();

    /** A file on this device. */
    record OfFile(Path path) implements AttachmentSource {
        @Override
        public String name() {
            Path name = path.getFileName();
            return name == null ? path.toString() : name.toString();
        }
    }

    /**
     * A picture from the clipboard.
     *
     * @param argb one number per pixel, row by row
     */
    record OfPixels(String name, int width, int height, int[] argb) implements AttachmentSource {
        @Override
        public String toString() {
            return "OfPixels[" + name + " " + width + "×" + height + "]";
        }
    }
}
