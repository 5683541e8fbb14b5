package dev.pilothouse.ui.fx;

import java.util.Locale;
import java.util.Optional;

/**
 * The accent colour, which marks the element to look at. Its values are in the style sheets, one per theme. Immutable.
 */
public enum Accent {
    /** The default accent, defined by the theme's own tokens. */
    BLUE,
    VIOLET,
    TEAL,
    ROSE,
    GRAPHITE;

    /** The name of the style sheet that overrides the tokens' accent. Empty for the default. */
    Optional<String> sheet(Theme theme) {
        return this == BLUE
                ? Optional.empty()
                : Optional.of("accent-" + name().toLowerCase(Locale.ROOT) + "-"
                        + theme.name().toLowerCase(Locale.ROOT) + ".css");
    }
}
