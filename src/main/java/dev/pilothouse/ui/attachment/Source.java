package dev.pilothouse.ui.attachment;

import java.nio.file.Path;

/** Something that the person brings to a prompt. */
public sealed interface Source {
    /** What to call it before a person; one line. */
    String name();

    /** A file of this device. */
    record OfFile(Path path) implements Source {
        @Override
        public String name() {
            Path name = path.getFileName();
            return name == null ? path.toString() : name.toString();
        }
    }

    /** A picture from the clipboard. @param argb one number a point, row by row */
    record OfPixels(String name, int width, int height, int[] argb) implements Source {
        @Override
        public String toString() {
            return "OfPixels[" + name + " " + width + "×" + height + "]";
        }
    }
}
