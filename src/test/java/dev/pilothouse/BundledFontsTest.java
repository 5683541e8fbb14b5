package dev.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

final class BundledFontsTest {

    private static final List<String> OURS_AND_LOGICAL = List.of(
            "Inter",
            "Inter Medium",
            "Inter SemiBold",
            "JetBrains Mono",
            "JetBrains Mono SemiBold",
            "Noto Emoji",
            "System",
            "SansSerif",
            "Serif",
            "Monospaced",
            // Present once another test in the same JVM has drawn an icon.
            "Ikonli",
            "Material Icons",
            "Material Icons Outlined",
            "Material Icons Round",
            "Material Icons Sharp");

    @BeforeAll
    static void startToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @ParameterizedTest
    @CsvSource({
        "Inter-Regular.otf, Inter Regular",
        "Inter-Medium.otf, Inter Medium",
        "Inter-SemiBold.otf, Inter SemiBold",
        "JetBrainsMono-Regular.ttf, JetBrains Mono Regular",
        "JetBrainsMono-SemiBold.ttf, JetBrains Mono SemiBold",
        "NotoEmoji-Regular.ttf, Noto Emoji Regular",
    })
    void everyBundledFontLoadsUnderItsName(String file, String name) throws Exception {
        try (InputStream in = BundledFontsTest.class.getResourceAsStream("/dev/pilothouse/fonts/" + file)) {
            Font font = Font.loadFont(in, 14);

            assertThat(font).isNotNull();
            assertThat(font.getName()).isEqualTo(name);
        }
    }

    @Test
    void testsSeeNoFontOfTheMachine() {
        assertThat(Font.getFamilies()).isSubsetOf(OURS_AND_LOGICAL);
    }

    @Test
    void textHasAWidthWithoutAnyDisplay() throws Exception {
        double width = WaitForAsyncUtils.asyncFx(
                        () -> new Text("Pilothouse").getLayoutBounds().getWidth())
                .get(10, TimeUnit.SECONDS);

        assertThat(width).isPositive();
        assertThat(Platform.isFxApplicationThread()).isFalse();
    }
}
