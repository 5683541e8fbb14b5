package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Draws every screen over scripted hosts into {@code target/gallery}, for review by eye:
 * {@code mvn test -Dtest=GalleryTest -Dgallery=true}. Options: {@code -Dgallery.screens=SETTINGS,KEYS},
 * {@code -Dgallery.language=GERMAN} and {@code -Dgallery.fontSize=20}.
 */
@EnabledIfSystemProperty(named = "gallery", matches = "true", disabledReason = "draws pictures: -Dgallery=true")
class GalleryTest {
    private static final Path PICTURES = Path.of("target", "gallery");

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }

    @Test
    void everyScreen() throws Exception {
        Files.createDirectories(PICTURES);
        Texts.setLanguage(Language.valueOf(System.getProperty("gallery.language", "ENGLISH")));
        int fontSize = Integer.getInteger("gallery.fontSize", ThemeSettings.STANDARD);
        List<String> wanted = List.of(System.getProperty("gallery.screens", "").split(","));
        double[][] sizes = {{1_440, 900}, {1_200, 800}, {390, 844}, {360, 640}, {844, 390}, {820, 1_180}};
        List<String> wantedSizes =
                List.of(System.getProperty("gallery.sizes", "1440,390").split(","));
        List<String> themes =
                List.of(System.getProperty("gallery.themes", "DARK,LIGHT").split(","));
        int drawn = 0;
        try (ScreenStage stage = new ScreenStage()) {
            for (Screen screen : Screen.values()) {
                if (!wanted.contains("") && !wanted.contains(screen.name())) {
                    continue;
                }
                for (String theme : themes) {
                    for (double[] size : sizes) {
                        if (!wantedSizes.contains(Integer.toString((int) size[0]))) {
                            continue;
                        }
                        ThemeSettings look =
                                new ThemeSettings(Theme.valueOf(theme), dev.pilothouse.ui.fx.Accent.BLUE, fontSize);
                        stage.show(screen, look, size[0], size[1]);
                        String name = screen.file() + "-" + (int) size[0] + "-" + theme.toLowerCase(Locale.ROOT);
                        PngFile.write(stage.picture(), PICTURES.resolve(name + ".png"));
                        drawn++;
                    }
                }
            }
        }
        assertThat(drawn).isPositive();
    }
}
