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
 * Finds QR codes in a picture: turned, tilted, small in it, light on dark, or several. Takes its time, so not for the FX
 * thread; any other. Owns nothing.
 */
public final class QrImageScanner {
    /** Noise of a camera goes when points are put together, and a code that fills its picture is still fine enough. */
    private static final int ROUGH_SIDE = 1_000;
    /** A code of one point a module is no picture of a code for the library, which looks for edges. */
    private static final int SMALL_SIDE = 300;

    private static final int ENLARGED = 4;
    /**
     * Where more points look like the corner of a code, there is a pattern and no code: noise makes some dozens of them. The
     * library weighs each three of them against each other, which takes hours and gigabytes for a picture made of corners.
     */
    private static final int MOST_CORNERS = 200;
    /** So many groups of three corners are tried. */
    private static final int MOST_TRIED = 64;

    private QrImageScanner() {}

    /**
     * The text of a code in a picture.
     *
     * @param grey how bright each point is, row by row, of width times height points
     * @param wanted which of several codes is looked for
     * @return the first code that is wanted, else any, or empty if there is none
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

    /** The picture in the sizes in which it is looked at, those that take least time first. */
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

    /** Each point the mean of {@code by} times {@code by}. */
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

    /** The one that the library takes for the best; all of them only if that one is not wanted, which takes longer. */
    private static List<String> read(BinaryBitmap bitmap, Predicate<String> wanted) {
        List<String> texts = new ArrayList<>();
        try {
            texts.add(new QRCodeReader().decode(bitmap, hints(new Corners())).getText());
            if (wanted.test(texts.get(0))) {
                return texts;
            }
        } catch (ReaderException | RuntimeException none) {
            // The other one looks for codes in another way. Anybody can make a picture, and one on which the library
            // stumbles holds no code for us.
            texts.clear();
        }
        try {
            BitMatrix points = bitmap.getBlackMatrix();
            Corners corners = new Corners();
            FinderPatternInfo[] found = new MultiFinderPatternFinder(points, corners).findMulti(hints(corners));
            for (FinderPatternInfo three : Arrays.asList(found).subList(0, Math.min(MOST_TRIED, found.length))) {
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

    /** Counts what looks like the corner of a code in one looking, and ends it where there are too many. */
    private static final class Corners implements ResultPointCallback {
        private int seen;

        @Override
        public void foundPossibleResultPoint(ResultPoint point) {
            if (++seen > MOST_CORNERS) {
                throw new IllegalStateException("There are too many corners in the picture");
            }
        }
    }

    /** Reads a code whose corners are known. */
    private static final class At extends Detector {
        At(BitMatrix points) {
            super(points);
        }

        /** Empty if these are the corners of no code. */
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
