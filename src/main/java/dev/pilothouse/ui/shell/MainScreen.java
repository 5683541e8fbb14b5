package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;

/** The main screens of the app, in the order of the navigation. */
public enum MainScreen {
    SESSIONS(Glyph.SESSIONS),
    DECISIONS(Glyph.DECISIONS),
    HOSTS(Glyph.HOSTS),
    /** Stands apart at the end of the rail. */
    SETTINGS(Glyph.SETTINGS);

    private final Glyph glyph;

    MainScreen(Glyph glyph) {
        this.glyph = glyph;
    }

    Glyph glyph() {
        return glyph;
    }
}
