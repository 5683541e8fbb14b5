package dev.pilothouse.desktop.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.pilothouse.platform.QrEncoder.QrCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrRendererTest {
    /** The longest possible ticket: 260 bytes in base64url behind the prefix. */
    private static final String LONGEST_TICKET = "pilothouse://pair#" + "aB3_".repeat(86) + "xyz";

    private final QrRenderer renderer = new QrRenderer();

    @Test
    void theCodeReadsAsItsText() throws Exception {
        for (String text : List.of("a", LONGEST_TICKET, "ünïcode \uD83D\uDE80")) {
            assertThat(read(renderer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void theLongestTicketTakes73Columns() {
        List<String> lines = renderer.lines(LONGEST_TICKET, false);

        assertThat(LONGEST_TICKET).hasSize(365);
        assertThat(lines).hasSize(37).allSatisfy(line -> assertThat(line).hasSize(73));
    }

    @Test
    void theTerminalsBlocksAreTheModulesWithAQuietZone() throws Exception {
        List<String> lines = renderer.lines(LONGEST_TICKET, false);
        int size = lines.get(0).length() - 8;
        BitMatrix matrix = new BitMatrix(size);
        for (int y = -4; y < size + 4; y++) {
            for (int x = -4; x < size + 4; x++) {
                char block = lines.get((y + 4) / 2).charAt(x + 4);
                boolean light = block == '\u2588' || block == ((y + 4) % 2 == 0 ? '\u2580' : '\u2584');
                boolean inside = x >= 0 && y >= 0 && x < size && y < size;
                assertThat(light || inside).as("quiet at %s,%s", x, y).isTrue();
                if (!light) {
                    matrix.set(x, y);
                }
            }
        }

        assertThat(new Decoder().decode(matrix).getText()).isEqualTo(LONGEST_TICKET);
    }

    @Test
    void ascii_has_two_characters_for_each_module() throws Exception {
        List<String> lines = renderer.asciiLines("pilothouse://pair#abc");
        int size = lines.size() - 8;
        BitMatrix matrix = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (lines.get(y + 4).startsWith("  ", 2 * (x + 4))) {
                    matrix.set(x, y);
                }
            }
        }
        assertThat(new Decoder().decode(matrix).getText()).isEqualTo("pilothouse://pair#abc");
        assertThat(lines).allSatisfy(line -> assertThat(line).matches("[# ]+").hasSize(2 * lines.size()));
    }

    @Test
    void coloursAreSetAndResetOnEveryLine() {
        assertThat(renderer.lines("a", true))
                .allSatisfy(line -> assertThat(line).startsWith("\u001b[").endsWith("\u001b[0m"));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> renderer.encode("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> renderer.encode("x".repeat(3_000))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String read(QrCode code) throws ChecksumException, FormatException {
        BitMatrix matrix = new BitMatrix(code.size());
        for (int y = 0; y < code.size(); y++) {
            for (int x = 0; x < code.size(); x++) {
                if (code.dark(x, y)) {
                    matrix.set(x, y);
                }
            }
        }
        return new Decoder().decode(matrix).getText();
    }
}
