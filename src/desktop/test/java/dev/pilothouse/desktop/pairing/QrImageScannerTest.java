package dev.pilothouse.desktop.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.pairing.QrImageScanner;
import dev.pilothouse.platform.QrEncoder.QrCode;
import dev.pilothouse.testing.Seeds;
import dev.pilothouse.ui.attachment.GreyscaleImage;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of the codes that the program draws, with the longest possible ticket. */
class QrImageScannerTest {
    private static final String TICKET = "pilothouse://pair#" + "aB3_".repeat(86) + "xyz";
    private static final Predicate<String> TICKETS = text -> text.startsWith("pilothouse:");

    private final QrRenderer renderer = new QrRenderer();
    private final QrCode code = renderer.encode(TICKET);

    private static Optional<String> read(Photograph photo) {
        GreyscaleImage picture = photo.grey();
        return QrImageScanner.scan(picture.width(), picture.height(), picture.grey(), TICKETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 20})
    void aScreenshotIsReadInAnySize(int pointsAModule) {
        assertThat(read(Photograph.screenshot(code, pointsAModule))).contains(TICKET);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 7, 31, 45, 90, 143, 180, 270})
    void aPhotoIsReadHoweverItIsTurned(double degrees) {
        assertThat(read(Photograph.photo(code, 1_200, 900, 600, degrees, 0))).contains(TICKET);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 12", "0.2, -20", "0.25, 190"})
    void aPhotoFromAsideIsRead(double tilt, double degrees) {
        assertThat(read(Photograph.photo(code, 1_200, 900, 640, degrees, tilt))).contains(TICKET);
    }

    @Test
    void aPhotoInBadLightIsRead() {
        Photograph photo = Photograph.photo(code, 1_600, 1_200, 800, 14, 0.12)
                .blurred(1)
                .inShadow(0.35)
                .noisy(0.06, 7);

        assertThat(read(photo)).contains(TICKET);
    }

    @Test
    void aSmallCodeInALargePhotoIsRead() {
        assertThat(read(Photograph.photo(code, 2_400, 1_800, 330, 5, 0.05).noisy(0.03, 3)))
                .contains(TICKET);
    }

    @Test
    void aCodeOnADarkTerminalIsRead() {
        assertThat(read(Photograph.screenshot(code, 6).inverted())).contains(TICKET);
    }

    @Test
    void ofSeveralCodesTheOneThatIsWantedIsRead() {
        Photograph ticket = Photograph.screenshot(code, 5);
        Photograph other = Photograph.screenshot(renderer.encode("https://example.org/a-poster-on-the-wall"), 8);

        assertThat(read(other.beside(ticket))).contains(TICKET);
        assertThat(read(ticket.beside(other))).contains(TICKET);
        assertThat(read(other)).contains("https://example.org/a-poster-on-the-wall");
    }

    @Test
    void aPictureWithoutACodeHoldsNone() {
        Photograph desk = Photograph.photo(code, 900, 700, 1, 0, 0).noisy(0.2, 1);

        assertThat(read(desk)).isEmpty();
        assertThat(QrImageScanner.scan(1, 1, new byte[1], TICKETS)).isEmpty();
        assertThat(QrImageScanner.scan(2_000, 1, new byte[2_000], TICKETS)).isEmpty();
    }

    @Test
    void pointsThatAreNoPictureAreRefused() {
        assertThatThrownBy(() -> QrImageScanner.scan(10, 10, new byte[99], TICKETS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QrImageScanner.scan(65_536, 65_536, new byte[0], TICKETS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The library compares every three of them with each other, which takes hours without a bound. */
    @Test
    @Timeout(120)
    void aPictureFullOfCornersIsLeftAtOnce() {
        assertThat(read(Photograph.corners(30, 2))).isEmpty();
    }

    /** Pictures are untrusted input. */
    @Test
    void noPictureBreaksIt() {
        byte[] good = Photograph.screenshot(code, 3).grey().grey();
        int side = (int) Math.sqrt(good.length);
        Seeds.check(40, random -> {
            byte[] broken = good.clone();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                int from = random.nextInt(broken.length);
                int many = random.nextInt(Math.min(broken.length - from, 4_000));
                byte with = (byte) random.nextInt();
                for (int at = from; at < from + many; at++) {
                    broken[at] = with;
                }
            }
            assertThat(QrImageScanner.scan(side, side, broken, TICKETS).orElse(TICKET))
                    .as("what is read at all is read right")
                    .isEqualTo(TICKET);
        });
    }
}
