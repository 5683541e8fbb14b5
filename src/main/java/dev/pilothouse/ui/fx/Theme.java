package dev.pilothouse.ui.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;

/**
 * The two looks of the interface: AtlantaFX's Primer underneath, our tokens and rules on top. Popups take over their
 * window's style sheets, which is why the tokens of a look are a style sheet of their own and not a class of the root.
 *
 * <p>Owns nothing; confined to the FX thread.
 */
public enum Theme {
    DARK("tokens-dark.css", "#0E1116"),
    LIGHT("tokens-light.css", "#FFFFFF");

    /** The rules of both looks, later ones over earlier ones. */
    static final List<String> RULES = List.of("pilothouse.css", "transcript.css", "shell.css", "composer.css");

    private final String tokens;
    private final String ground;

    Theme(String tokens, String ground) {
        this.tokens = tokens;
        this.ground = ground;
    }

    /** The colour of the window's ground, {@code -ph-base} of the tokens: as {@code #rrggbb}, for what no style sheet reaches. */
    public String ground() {
        return ground;
    }

    String tokens() {
        return tokens;
    }

    void applyUnderneath() {
        Application.setUserAgentStylesheet(
                this == DARK ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
    }

    /** Shows the scene in this look from the next pulse on, with the standard accent and size of text. */
    public void applyTo(Scene scene) {
        Look.of(this).applyTo(scene);
    }
}
