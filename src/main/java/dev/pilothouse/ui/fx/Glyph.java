package dev.pilothouse.ui.fx;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * The icons of the interface, named by meaning instead of appearance. Immutable; nodes are created on the FX thread.
 */
public enum Glyph {
    SESSIONS(Material2OutlinedMZ.VIEW_LIST),
    DECISIONS(Material2OutlinedAL.FACT_CHECK),
    HOSTS(Material2OutlinedAL.DNS),
    SETTINGS(Material2OutlinedMZ.SETTINGS),
    ADD(Material2OutlinedAL.ADD),
    SEARCH(Material2OutlinedMZ.SEARCH),
    PIN(Material2OutlinedMZ.PUSH_PIN),
    ARCHIVE(Material2OutlinedAL.ARCHIVE),
    PANEL(Material2OutlinedMZ.VERTICAL_SPLIT),
    GRID(Material2OutlinedMZ.VIEW_MODULE),
    FILTER(Material2OutlinedAL.FILTER_LIST),
    BACK(Material2OutlinedAL.ARROW_BACK),
    MORE(Material2OutlinedMZ.MORE_HORIZ),
    CLOSE(Material2OutlinedAL.CLOSE),
    SEND(Material2OutlinedAL.ARROW_UPWARD),
    STOP(Material2MZ.STOP),
    COMMENT(Material2OutlinedAL.COMMENT),
    COPY(Material2OutlinedAL.CONTENT_COPY),
    CHECK(Material2OutlinedAL.CHECK),
    SELECTED(Material2AL.CHECK_BOX),
    DOWN(Material2OutlinedAL.ARROW_DOWNWARD),
    UP(Material2OutlinedAL.ARROW_UPWARD),
    EXPAND(Material2OutlinedAL.KEYBOARD_ARROW_RIGHT),
    COLLAPSE(Material2OutlinedAL.KEYBOARD_ARROW_DOWN),
    WORKING(Material2AL.FIBER_MANUAL_RECORD),
    WAITING(Material2OutlinedMZ.TONALITY),
    QUESTION(Material2OutlinedAL.HELP_OUTLINE),
    DONE(Material2OutlinedAL.CHECK_CIRCLE),
    FAILED(Material2OutlinedAL.ERROR_OUTLINE),
    REFUSED(Material2OutlinedAL.BLOCK),
    IDLE(Material2OutlinedMZ.RADIO_BUTTON_UNCHECKED),
    STARTING(Material2OutlinedAL.HOURGLASS_EMPTY),
    GONE(Material2OutlinedMZ.POWER_SETTINGS_NEW),
    LOGIN(Material2OutlinedAL.LOCK),
    PENDING(Material2OutlinedMZ.SCHEDULE),
    RETRY(Material2OutlinedMZ.REFRESH),
    UNDO(Material2OutlinedMZ.UNDO),
    READ(Material2OutlinedAL.DESCRIPTION),
    EDIT(Material2OutlinedAL.EDIT),
    DELETE(Material2OutlinedAL.DELETE),
    MOVE(Material2OutlinedAL.ARROW_FORWARD),
    FIND(Material2OutlinedMZ.SEARCH),
    RUN(Material2OutlinedAL.CODE),
    FETCH(Material2OutlinedAL.LANGUAGE),
    THINK(Material2OutlinedMZ.PSYCHOLOGY),
    OPTIONS(Material2OutlinedMZ.TUNE),
    SWITCH(Material2OutlinedMZ.SWAP_HORIZ),
    TOOL(Material2OutlinedAL.BUILD),
    NOTE(Material2OutlinedAL.INFO),
    PLAN(Material2OutlinedMZ.PLAYLIST_ADD_CHECK),
    SHIELD(Material2OutlinedMZ.SECURITY),
    PHONE(Material2OutlinedMZ.PHONE_IPHONE),
    COMPUTER(Material2OutlinedAL.COMPUTER),
    FOLDER(Material2OutlinedAL.FOLDER),
    HOME(Material2OutlinedAL.HOME),
    WRAP(Material2OutlinedMZ.WRAP_TEXT),
    ZOOM_IN(Material2OutlinedMZ.ZOOM_IN),
    ZOOM_OUT(Material2OutlinedMZ.ZOOM_OUT),
    FIT(Material2OutlinedAL.FULLSCREEN),
    GROUND(Material2OutlinedAL.GRADIENT),
    OPEN_OUTSIDE(Material2OutlinedMZ.OPEN_IN_NEW),
    HIDDEN(Material2OutlinedMZ.VISIBILITY),
    LINK(Material2OutlinedAL.LINK),
    AGENT(Material2OutlinedMZ.MEMORY),
    ATTACH(Material2OutlinedAL.ATTACH_FILE),
    PICTURE(Material2OutlinedAL.IMAGE),
    CAMERA(Material2OutlinedAL.CAMERA_ALT),
    SNIPPET(Material2OutlinedAL.BOOKMARK_BORDER),
    SEND_NOW(Material2OutlinedMZ.PUBLISH),
    MERGE(Material2OutlinedAL.CALL_MERGE),
    DEMO(Material2OutlinedMZ.PLAY_CIRCLE_OUTLINE);

    private final Ikon ikon;

    Glyph(Ikon ikon) {
        this.ikon = ikon;
    }

    /** Creates a node with this icon. The style sheet sets its colour and size through {@code styleClasses}. */
    public FontIcon node(String... styleClasses) {
        FontIcon icon = new FontIcon(ikon);
        icon.getStyleClass().add("glyph");
        icon.getStyleClass().addAll(styleClasses);
        return icon;
    }

    /** Shows this icon in a node that {@link #node} created. */
    public void showIn(FontIcon icon) {
        if (icon.getIconCode() != ikon) {
            icon.setIconCode(ikon);
        }
    }
}
