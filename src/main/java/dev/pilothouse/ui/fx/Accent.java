package dev.pilothouse.ui.fx;

import java.util.Locale;
import java.util.Optional;

/** The one colour that says where to look. Its values are in the style sheets, one for each look. Immutable. */
public enum Accent {
    /** The colour of the tokens themselves. */
    BLUE,
    VIOLET,
    TEAL,
    ROSE,
    GRAPHITE;

    /** The name of the style sheet that replaces the tokens' accent, or empty for theirs. */
    Optional<String> sheet(Theme theme) {
        return this == BLUE
                ? Optional.empty()
                : Optional.of("accent-" + name().toLowerCase(Locale.ROOT) + "-"
                        + theme.name().toLowerCase(Locale.ROOT) + ".css");
    }
}
