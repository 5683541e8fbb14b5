package dev.pilothouse.ui.fx;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;

/**
 * How a scene is dressed: dark or light, the accent, and how large its text is. Immutable; applied on the FX thread.
 *
 * @param fontSize of the body text in pixels, from {@link #SMALLEST} to {@link #LARGEST}; everything else keeps its proportion
 */
public record Look(Theme theme, Accent accent, int fontSize) {
    public static final int SMALLEST = 12;
    public static final int STANDARD = 14;
    public static final int LARGEST = 24;

    public Look {
        fontSize = Math.max(SMALLEST, Math.min(LARGEST, fontSize));
    }

    /** The look with its own accent and the standard size of text. */
    public static Look of(Theme theme) {
        return new Look(theme, Accent.BLUE, STANDARD);
    }

    /** Shows the scene like this from the next pulse on. */
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
