package dev.pilothouse.ui.fx;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javafx.scene.text.Font;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled fonts. They make the interface look the same on every machine. The style sheets use these families:
 * Inter, Inter Medium, Inter SemiBold, JetBrains Mono, JetBrains Mono SemiBold and Noto Emoji.
 *
 * <p>Owns nothing. {@link #load} is called once, on any thread, before the first scene.
 */
public final class Fonts {
    private static final Logger log = LoggerFactory.getLogger(Fonts.class);
    private static final List<String> FILES = List.of(
            "Inter-Regular.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "JetBrainsMono-Regular.ttf",
            "JetBrainsMono-SemiBold.ttf",
            "NotoEmoji-Regular.ttf");

    private Fonts() {}

    /** Registers every bundled font, and those of the icons, with JavaFX. The platform's font replaces a font that cannot be read. */
    public static void load() {
        for (String file : FILES) {
            try (InputStream in = Fonts.class.getResourceAsStream("/dev/pilothouse/fonts/" + file)) {
                if (in == null || Font.loadFont(in, 14) == null) {
                    log.warn("Font {} could not be loaded; the platform's own is used", file);
                }
            } catch (IOException unreadable) {
                log.warn("Font {} could not be read; the platform's own is used", file, unreadable);
            }
        }
        // The first icon makes Ikonli load its fonts. A node outside of a scene may be created on any thread.
        Glyph.SEARCH.node();
    }
}
