package dev.pilothouse.pairing;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.ResultPoint;
import com.google.zxing.ResultPointCallback;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.detector.MultiFinderPatternFinder;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.decoder.Decoder;
import com.google.zxing.qrcode.detector.Detector;
import com.google.zxing.qrcode.detector.FinderPatternInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds QR codes in an image: rotated, tilted, small, inverted, or several of them. Slow, so do not call it on the FX
 * thread. Stateless and thread-safe.
 */
public final class QrImageScanner {
    /**
     * Larger images are also scanned at about this size: averaging pixels removes camera noise, and a code that fills
     * the image still has enough resolution.
     */
    private static final int ROUGH_SIDE = 1_000;
    /** Smaller images are also enlarged: the library detects edges and cannot read a code with one pixel per module. */
    private static final int SMALL_SIDE = 300;

    private static final int ENLARGED = 4;
    /**
     * Maximum number of possible corners in an image. Noise produces some dozens; more means a pattern without a code.
     * The library compares every three of them, which would take hours and gigabytes for an image full of corners.
     */
    private static final int MAX_CORNERS = 200;
    /** Maximum number of corner triples to try. */
    private static final int MAX_ATTEMPTS = 64;

    private QrImageScanner() {}

    /**
     * Returns the text of a code in an image.
     *
     * @param grey brightness of each pixel, row by row; width times height bytes
     * @param wanted selects the code to find among several
     * @return the first code that matches {@code wanted}, else any code, or empty if there is none
     */
    public static Optional<String> scan(int width, int height, byte[] grey, Predicate<String> wanted) {
        if (width < 1 || height < 1 || grey.length != (long) width * height) {
            throw new IllegalArgumentException(grey.length + " points are not " + width + " by " + height);
        }
        String other = null;
        for (LuminanceSource size : sizes(width, height, grey)) {
            for (LuminanceSource source : List.of(size, size.invert())) {
                for (Binarizer binarizer : List.of(new HybridBinarizer(source), new GlobalHistogramBinarizer(source))) {
                    for (String text : read(new BinaryBitmap(binarizer), wanted)) {
                        if (wanted.test(text)) {
                            return Optional.of(text);
                        }
                        other = other == null ? text : other;
                    }
                }
            }
        }
        return Optional.ofNullable(other);
    }

    /** The image in the sizes to scan, fastest first. */
    private static List<LuminanceSource> sizes(int width, int height, byte[] grey) {
        List<LuminanceSource> sizes = new ArrayList<>();
        int longest = Math.max(width, height);
        if (longest > ROUGH_SIDE) {
            int by = (longest + ROUGH_SIDE - 1) / ROUGH_SIDE;
            sizes.add(source(width / by, height / by, smaller(width, height, grey, by)));
        }
        sizes.add(source(width, height, grey));
        if (longest < SMALL_SIDE) {
            sizes.add(source(width * ENLARGED, height * ENLARGED, larger(width, height, grey)));
        }
        return sizes.stream()
                .filter(each -> each.getWidth() > 0 && each.getHeight() > 0)
                .toList();
    }

    private static LuminanceSource source(int width, int height, byte[] grey) {
        return new PlanarYUVLuminanceSource(grey, width, height, 0, 0, width, height, false);
    }

    /** Averages blocks of {@code by} times {@code by} pixels. */
    private static byte[] smaller(int width, int height, byte[] grey, int by) {
        int across = width / by;
        int down = height / by;
        byte[] small = new byte[across * down];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                int sum = 0;
                for (int row = y * by; row < (y + 1) * by; row++) {
                    for (int column = x * by; column < (x + 1) * by; column++) {
                        sum += grey[row * width + column] & 0xff;
                    }
                }
                small[y * across + x] = (byte) (sum / (by * by));
            }
        }
        return small;
    }

    private static byte[] larger(int width, int height, byte[] grey) {
        int across = width * ENLARGED;
        byte[] large = new byte[across * height * ENLARGED];
        for (int y = 0; y < height * ENLARGED; y++) {
            for (int x = 0; x < across; x++) {
                large[y * across + x] = grey[y / ENLARGED * width + x / ENLARGED];
            }
        }
        return large;
    }

    /** Reads the code that the library considers best. If it is not wanted, reads all codes, which is slower. */
    private static List<String> read(BinaryBitmap bitmap, Predicate<String> wanted) {
        List<String> texts = new ArrayList<>();
        try {
            texts.add(new QRCodeReader().decode(bitmap, hints(new Corners())).getText());
            if (wanted.test(texts.get(0))) {
                return texts;
            }
        } catch (ReaderException | RuntimeException none) {
            // Try the other reader, which searches in another way. The image is untrusted, so an exception of the
            // library counts as no code.
            texts.clear();
        }
        try {
            BitMatrix points = bitmap.getBlackMatrix();
            Corners corners = new Corners();
            FinderPatternInfo[] found = new MultiFinderPatternFinder(points, corners).findMulti(hints(corners));
            for (FinderPatternInfo three : Arrays.asList(found).subList(0, Math.min(MAX_ATTEMPTS, found.length))) {
                new At(points).text(three).ifPresent(texts::add);
            }
        } catch (ReaderException | RuntimeException none) {
            return texts;
        }
        return texts;
    }

    private static Map<DecodeHintType, ?> hints(Corners corners) {
        return Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE, DecodeHintType.NEED_RESULT_POINT_CALLBACK, corners);
    }

    /** Counts possible corners in one scan, and aborts the scan if there are too many. */
    private static final class Corners implements ResultPointCallback {
        private int seen;

        @Override
        public void foundPossibleResultPoint(ResultPoint point) {
            if (++seen > MAX_CORNERS) {
                throw new IllegalStateException("There are too many corners in the picture");
            }
        }
    }

    /** Reads a code with known corners. */
    private static final class At extends Detector {
        At(BitMatrix points) {
            super(points);
        }

        /** Empty if the corners do not belong to a code. */
        Optional<String> text(FinderPatternInfo three) {
            try {
                return Optional.of(new Decoder()
                        .decode(
                                processFinderPatternInfo(three).getBits(),
                                Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE))
                        .getText());
            } catch (ReaderException | RuntimeException none) {
                return Optional.empty();
            }
        }
    }
}
