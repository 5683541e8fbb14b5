package dev.pilothouse.desktop.pairing;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.pilothouse.platform.QrEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Renders QR codes: as modules for the window, as half blocks for a terminal. Uses error correction level L: a screen
 * has no scratches, and a smaller code scans better. Stateless; thread-safe.
 */
public final class QrRenderer implements QrEncoder {
    /** Width of the light border, in modules, that the QR standard requires. */
    private static final int QUIET = 4;

    private static final String LIGHT_ON_DARK = "\u001b[38;5;231;48;5;16m";
    private static final String RESET = "\u001b[0m";

    @Override
    public QrCode encode(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("There is no text to encode");
        }
        try {
            // Declaring a character set makes the code larger, so plain ASCII text omits it.
            boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
            Map<EncodeHintType, Object> hints = ascii ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");
            return new Modules(
                    Encoder.encode(text, ErrorCorrectionLevel.L, hints).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("The text is too long for a QR code", e);
        }
    }

    /**
     * The code as lines of text with two modules per character, including the quiet zone. A ticket takes at most 73
     * columns.
     *
     * @param colours whether the terminal supports colours; without them the code is correct on a dark background only
     */
    public List<String> lines(String text, boolean colours) {
        QrCode code = encode(text);
        int end = code.size() + QUIET;
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < end; y += 2) {
            StringBuilder line = new StringBuilder(colours ? LIGHT_ON_DARK : "");
            for (int x = -QUIET; x < end; x++) {
                boolean upper = isLight(code, x, y);
                boolean lower = y + 1 < end && isLight(code, x, y + 1);
                line.append(upper ? lower ? '\u2588' : '\u2580' : lower ? '\u2584' : ' ');
            }
            lines.add(line.append(colours ? RESET : "").toString());
        }
        return lines;
    }

    /** The code as lines of plain ASCII with two characters per module. It is correct on a dark background only. */
    public List<String> asciiLines(String text) {
        QrCode code = encode(text);
        int end = code.size() + QUIET;
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < end; y++) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET; x < end; x++) {
                line.append(isLight(code, x, y) ? "##" : "  ");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static boolean isLight(QrCode code, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < code.size() && y < code.size();
        return !inside || !code.dark(x, y);
    }

    private static final class Modules implements QrCode {
        private final ByteMatrix matrix;

        Modules(ByteMatrix matrix) {
            this.matrix = matrix;
        }

        @Override
        public int size() {
            return matrix.getWidth();
        }

        @Override
        public boolean dark(int x, int y) {
            return matrix.get(x, y) == 1;
        }
    }
}
