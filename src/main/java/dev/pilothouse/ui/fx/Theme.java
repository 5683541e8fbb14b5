package dev.pilothouse.ui.fx;

import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;

/**
 * The two themes of the interface: the rules of AtlantaFX's Primer for the controls in use as the base, our tokens and
 * rules on top. Popups inherit their window's style sheets but not the classes of its root, so the tokens of a theme are
 * a style sheet.
 *
 * <p>Owns nothing; confined to the FX thread.
 */
public enum Theme {
    DARK("tokens-dark.css", "controls-dark.css", "#0E1116"),
    LIGHT("tokens-light.css", "controls-light.css", "#FFFFFF");

    /** The rules of both themes. Later sheets override earlier ones. */
    static final List<String> RULES = List.of("pilothouse.css", "transcript.css", "shell.css", "composer.css");

    private final String tokens;
    private final String controls;
    private final String ground;

    Theme(String tokens, String controls, String ground) {
        this.tokens = tokens;
        this.controls = controls;
        this.ground = ground;
    }

    /**
     * The window's background colour as {@code #rrggbb}, equal to the token {@code -ph-base}. For places that no style
     * sheet reaches.
     */
    public String ground() {
        return ground;
    }

    String tokens() {
        return tokens;
    }

    String controls() {
        return controls;
    }

    /** Applies the style sheet of the controls to all scenes. Does nothing if it is applied already. */
    public void applyUnderneath() {
        Application.setUserAgentStylesheet(StyleSheets.address(controls));
    }

    /**
     * Applies this theme to the scene with the default accent and the standard text size; visible from the next pulse.
     */
    public void applyTo(Scene scene) {
        ThemeSettings.of(this).applyTo(scene);
    }
}
