package dev.pilothouse.ui.fx;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;

/**
 * The appearance of a scene: theme, accent and text size. Immutable; applied on the FX thread.
 *
 * @param fontSize the size of the body text in pixels, from {@link #SMALLEST} to {@link #LARGEST}; other sizes scale
 *     with it
 */
public record ThemeSettings(Theme theme, Accent accent, int fontSize) {
    public static final int SMALLEST = 12;
    public static final int STANDARD = 14;
    public static final int LARGEST = 24;

    public ThemeSettings {
        fontSize = Math.max(SMALLEST, Math.min(LARGEST, fontSize));
    }

    /** The theme with its default accent and the standard text size. */
    public static ThemeSettings of(Theme theme) {
        return new ThemeSettings(theme, Accent.BLUE, STANDARD);
    }

    /** Applies these settings to the scene; visible from the next pulse. */
    public void applyTo(Scene scene) {
        theme.applyUnderneath();
        List<String> sheets = new ArrayList<>();
        sheets.add(StyleSheets.address(theme.tokens()));
        accent.sheet(theme).map(StyleSheets::address).ifPresent(sheets::add);
        double factor = fontSize / (double) STANDARD;
        for (String rules : Theme.RULES) {
            sheets.add(factor == 1 ? StyleSheets.address(rules) : StyleSheets.scaled(rules, factor));
        }
        if (!scene.getStylesheets().equals(sheets)) {
            scene.getStylesheets().setAll(sheets);
        }
    }
}
