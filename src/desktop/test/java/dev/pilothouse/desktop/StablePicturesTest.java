package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.TimeZone;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares a few parts of the window, pixel by pixel, with reviewed pictures. After an intended change: run
 * {@code mvn test -Dtest=StablePicturesTest -Dpictures=write}, review the pictures and commit them. On a difference,
 * the actual picture is in {@code target/pictures}.
 *
 * <p>Software rendering, the bundled fonts and the tests' font settings make machines agree. What remains is how a
 * release of the font library rounds an edge.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems draw letters by another library")
class StablePicturesTest {
    private static final Path EXPECTED =
            Path.of("src", "desktop", "test", "resources", "dev", "pilothouse", "desktop", "pictures");
    private static final Path DRAWN = Path.of("target", "pictures");
    private static final boolean WRITE = "write".equals(System.getProperty("pictures"));
    /** The greatest difference by rounding in one of a pixel's three colour channels. */
    private static final int ROUNDING = 24;
    /** One pixel in this many may differ by more: edges of letters. */
    private static final int ONE_OF = 500;

    private enum Part {
        PROMPT(".prompt"),
        ANSWER(".prose-plain"),
        TOOL(".tool-is-done"),
        PERMISSION(".pending-card");

        private final String selector;

        Part(String selector) {
            this.selector = selector;
        }

        String file(Theme theme) {
            return (name() + "-" + theme.name()).toLowerCase(Locale.ROOT) + ".png";
        }
    }

    private final TimeZone zone = TimeZone.getDefault();
    private final Locale locale = Locale.getDefault();

    /** The pictures contain times, which are formatted for the machine's locale. */
    @BeforeEach
    void beTheSameMachineEverywhere() throws IOException {
        Files.createDirectories(DRAWN);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Locale.setDefault(Locale.ENGLISH);
        speakAnew();
    }

    @AfterEach
    void beThisMachineAgain() {
        TimeZone.setDefault(zone);
        Locale.setDefault(locale);
        speakAnew();
    }

    /** Texts read the machine's locale only when their language changes. */
    private static void speakAnew() {
        Texts.setLanguage(Language.FRENCH);
        Texts.setLanguage(Language.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void thePartsLookAsTheyDidWhenSomebodyLookedAtThem(Theme theme) throws Exception {
        try (ScreenStage stage = new ScreenStage()) {
            Scene scene = stage.show(
                    Screen.CONVERSATION, new ThemeSettings(theme, Accent.BLUE, ThemeSettings.STANDARD), 1_000, 1_000);
            for (Part part : Part.values()) {
                Image drawn = stage.onFx(() -> draw(scene, part, theme));
                if (WRITE) {
                    PngFile.write(drawn, EXPECTED.resolve(part.file(theme)));
                }
                Image expected = expected(part, theme);
                double different = different(expected, drawn);
                if (different > 0) {
                    PngFile.write(drawn, DRAWN.resolve(part.file(theme)));
                }
                assertThat(different)
                        .as("the share of points of %s that differ; drawn in %s", part.file(theme), DRAWN)
                        .isLessThanOrEqualTo(1.0 / ONE_OF);
            }
        }
    }

    @Test
    void anotherColourOrAnotherSizeIsSeen() throws IOException {
        for (Part part : Part.values()) {
            Image dark = expected(part, Theme.DARK);
            assertThat(different(dark, expected(part, Theme.LIGHT))).isGreaterThan(0.5);
            assertThat(different(dark, dark)).isZero();
        }
        assertThat(different(expected(Part.TOOL, Theme.DARK), expected(Part.PERMISSION, Theme.DARK)))
                .isEqualTo(1);
    }

    /** Draws the highest visible node of this kind. */
    private static Image draw(Scene scene, Part part, Theme theme) {
        Node node = scene.getRoot().lookupAll(part.selector).stream()
                .filter(StablePicturesTest::isInSight)
                .min(Comparator.comparingDouble(each -> each.localToScene(0, 0).getY()))
                .orElseThrow(() -> new AssertionError("nothing is " + part.selector));
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(theme == Theme.DARK ? Color.web("#0E1116") : Color.WHITE);
        return node.snapshot(parameters, null);
    }

    private static boolean isInSight(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static Image expected(Part part, Theme theme) throws IOException {
        try (InputStream in = Files.newInputStream(EXPECTED.resolve(part.file(theme)))) {
            return new Image(in);
        }
    }

    /** The share of pixels that differ by more than rounding; 1 if the sizes differ. */
    private static double different(Image one, Image other) {
        int width = (int) one.getWidth();
        int height = (int) one.getHeight();
        if (width != (int) other.getWidth() || height != (int) other.getHeight()) {
            return 1;
        }
        int count = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int a = one.getPixelReader().getArgb(x, y);
                int b = other.getPixelReader().getArgb(x, y);
                if (apart(a >> 16, b >> 16) || apart(a >> 8, b >> 8) || apart(a, b)) {
                    count++;
                }
            }
        }
        return count / (double) (width * height);
    }

    private static boolean apart(int one, int other) {
        return Math.abs((one & 0xff) - (other & 0xff)) > ROUNDING;
    }
}
