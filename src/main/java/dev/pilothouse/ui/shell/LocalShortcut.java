package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.text.Texts;

/** The keys of a single view and their actions, for the sheet that lists all keys. Immutable. */
enum LocalShortcut {
    SEND("key.enter"),
    BREAK("key.shiftEnter"),
    STEER("key.controlEnter"),
    ACCEPT("key.enter"),
    REFUSE("key.esc"),
    STOP("key.escTwice"),
    PAGE("key.page"),
    TAB("key.tab"),
    SELECT("key.shiftArrows"),
    SELECT_ALL("key.controlA"),
    RENAME("key.rename"),
    CHANGE_STEP("key.change"),
    FILE_STEP("key.file"),
    LINE_STEP("key.line"),
    COMMENT("key.comment"),
    COMMIT("key.controlEnter"),
    BACK("key.esc");

    private final String key;

    LocalShortcut(String key) {
        this.key = key;
    }

    String title() {
        return Texts.text("keys." + name());
    }

    String keys() {
        return Texts.text(key);
    }
}
