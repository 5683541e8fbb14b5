package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowLocationTest {
    private static final Rectangle2D LAPTOP = new Rectangle2D(0, 32, 1_280, 768);
    private static final Rectangle2D BESIDE = new Rectangle2D(1_280, 0, 1_920, 1_080);
    private static final Rectangle2D LEFT = new Rectangle2D(-1_920, -200, 1_920, 1_080);

    private static WindowLocation at(double x, double y, double width, double height) {
        return new WindowLocation(new Rectangle2D(x, y, width, height), false);
    }

    @Test
    void aWindowThatIsInSightStaysWhereItIs() {
        assertThat(at(100, 90, 900, 600).fitTo(List.of(LAPTOP, BESIDE))).isEqualTo(at(100, 90, 900, 600));
        assertThat(at(1_500, 90, 1_600, 900).fitTo(List.of(LAPTOP, BESIDE))).isEqualTo(at(1_500, 90, 1_600, 900));
        assertThat(at(-1_800, -150, 900, 600).fitTo(List.of(LAPTOP, LEFT))).isEqualTo(at(-1_800, -150, 900, 600));
    }

    @Test
    void aWindowOfAScreenThatIsGoneIsInTheMiddleOfTheFirstOne() {
        assertThat(at(1_500, 90, 900, 600).fitTo(List.of(LAPTOP))).isEqualTo(at(190, 116, 900, 600));
        assertThat(at(-1_800, -150, 1_600, 900).fitTo(List.of(LAPTOP))).isEqualTo(at(0, 32, 1_280, 768));
    }

    @Test
    void aWindowIsNoLargerThanItsScreen() {
        assertThat(at(0, 32, 1_920, 1_080).fitTo(List.of(LAPTOP))).isEqualTo(at(0, 32, 1_280, 768));
    }

    @Test
    void theTitleBarIsNeverAboveOrBelowTheScreen() {
        assertThat(at(100, -20, 900, 600).fitTo(List.of(LAPTOP))).isEqualTo(at(100, 32, 900, 600));
        assertThat(at(100, 790, 900, 600).fitTo(List.of(LAPTOP))).isEqualTo(at(100, 200, 900, 600));
        assertThat(at(-880, 90, 900, 600).fitTo(List.of(LAPTOP))).isEqualTo(at(0, 90, 900, 600));
    }

    @Test
    void aWindowAcrossTwoScreensMovesToTheOneThatShowsMostOfIt() {
        assertThat(at(1_200, 90, 900, 600).fitTo(List.of(LAPTOP, BESIDE))).isEqualTo(at(1_280, 90, 900, 600));
    }

    @Test
    void aWindowThatIsTooSmallToUseGrows() {
        assertThat(at(100, 90, 20, 10).fitTo(List.of(LAPTOP))).isEqualTo(at(100, 90, 340, 480));
    }

    @Test
    void aMaximizedWindowStaysMaximizedOnTheScreenThatIsLeft() {
        WindowLocation maximized = new WindowLocation(new Rectangle2D(1_500, 90, 900, 600), true);

        assertThat(maximized.fitTo(List.of(LAPTOP)))
                .isEqualTo(new WindowLocation(new Rectangle2D(190, 116, 900, 600), true));
    }

    @Test
    void aWindowWithoutAStoredPlaceIsCentredAndFitsASmallScreen() {
        assertThat(WindowLocation.centred(BESIDE, 1_440, 900)).isEqualTo(at(1_520, 90, 1_440, 900));
        assertThat(WindowLocation.centred(new Rectangle2D(0, 0, 640, 400), 1_440, 900))
                .isEqualTo(at(0, 0, 640, 400));
    }

    @Test
    void aLocationIsReadAsItWasWritten() {
        WindowLocation maximized = new WindowLocation(new Rectangle2D(-1_800, -150, 900, 600), true);

        assertThat(WindowLocation.parse(maximized.asText())).contains(maximized);
        assertThat(WindowLocation.parse(at(1, 2, 300, 400).asText())).contains(at(1, 2, 300, 400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 2 3 4",
                "1 2 3 4 5",
                "1 2 3 4 large",
                "a b c d normal",
                "1 2 0 4 normal",
                "1 2 -3 4 normal",
                "NaN 2 3 4 normal",
                "1 2 99999999 4 normal",
                "99999999999999 2 3 4 normal"
            })
    void aDamagedLocationCountsAsNone(String text) {
        assertThat(WindowLocation.parse(text)).isEmpty();
    }
}
