package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.MimeTypeDetector;
import java.util.Optional;

/**
 * The size of a picture as given in its header. It is checked before decoding, so that a small file that expands to
 * gigabytes is never decoded. Immutable.
 *
 * @param width in pixels
 * @param height in pixels
 * @param frames the number of frames of an animation; a decoder holds all of them in memory
 */
record ImageDimensions(int width, int height, int frames) {
    /**
     * The limit on the pixels of all frames. It is more than phone cameras produce, and takes about 256 MB while
     * decoding.
     */
    static final long MAX_PIXELS = 64_000_000;

    /**
     * Returns the size, or empty if the file is not a PNG, JPEG or GIF with a complete header. Such a file must not be
     * decoded.
     */
    static Optional<ImageDimensions> of(byte[] file) {
        return switch (MimeTypeDetector.picture(file)) {
            case "image/png" -> png(file);
            case "image/jpeg" -> jpeg(file);
            case "image/gif" -> gif(file);
            default -> Optional.empty();
        };
    }

    boolean isAcceptable() {
        return (long) width * height <= MAX_PIXELS / frames;
    }

    private static Optional<ImageDimensions> of(long width, long height, int frames) {
        return width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new ImageDimensions((int) width, (int) height, frames));
    }

    private static Optional<ImageDimensions> png(byte[] file) {
        return file.length < 24 ? Optional.empty() : of(big(file, 16, 4), big(file, 20, 4), 1);
    }

    /** Walks the segments to the first frame header. */
    private static Optional<ImageDimensions> jpeg(byte[] file) {
        int at = 2;
        while (at + 9 < file.length) {
            if ((file[at] & 0xff) != 0xff) {
                return Optional.empty();
            }
            int marker = file[at + 1] & 0xff;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return of(big(file, at + 7, 2), big(file, at + 5, 2), 1);
            }
            boolean fill = marker == 0xff;
            boolean alone = marker == 0x01 || marker >= 0xd0 && marker <= 0xd8;
            at += fill ? 1 : alone ? 2 : 2 + (int) Math.max(2, big(file, at + 2, 2));
        }
        return Optional.empty();
    }

    /** Walks the blocks. Returns the larger of the screen and its frames, and the number of frames. */
    private static Optional<ImageDimensions> gif(byte[] file) {
        if (file.length < 13) {
            return Optional.empty();
        }
        long width = little(file, 6);
        long height = little(file, 8);
        int frames = 0;
        int at = 13 + colours(file[10]);
        while (at < file.length && file[at] != 0x3b) {
            if (file[at] == 0x2c && at + 10 < file.length) {
                frames++;
                width = Math.max(width, little(file, at + 5));
                height = Math.max(height, little(file, at + 7));
                at = afterBlocks(file, at + 11 + colours(file[at + 9]));
            } else if (file[at] == 0x21) {
                at = afterBlocks(file, at + 2);
            } else {
                break;
            }
        }
        return of(width, height, Math.max(1, frames));
    }

    private static int colours(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int afterBlocks(byte[] file, int from) {
        int at = from;
        while (at < file.length && file[at] != 0) {
            at += 1 + (file[at] & 0xff);
        }
        return at + 1;
    }

    private static long big(byte[] file, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | file[at + i] & 0xff;
        }
        return value;
    }

    private static int little(byte[] file, int at) {
        return file[at] & 0xff | (file[at + 1] & 0xff) << 8;
    }
}
