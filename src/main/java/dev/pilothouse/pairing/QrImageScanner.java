package dev.pilothouse.pairing;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.ArrayList;
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
    private static final Map<DecodeHintType, ?> HINTS = Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE);

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
            texts.add(new QRCodeReader().decode(bitmap, HINTS).getText());
            if (wanted.test(texts.get(0))) {
                return texts;
            }
        } catch (ReaderException | RuntimeException none) {
            // The other one looks for codes in another way. Anybody can make a picture, and one on which the library
            // stumbles holds no code for us.
            texts.clear();
        }
        try {
            for (Result result : new QRCodeMultiReader().decodeMultiple(bitmap, HINTS)) {
                texts.add(result.getText());
            }
        } catch (ReaderException | RuntimeException none) {
            return texts;
        }
        return texts;
    }
}
