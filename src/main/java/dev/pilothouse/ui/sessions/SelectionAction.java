package dev.pilothouse.ui.sessions;

/** An action on all selected sessions. Its texts have the keys {@code selection.done.…}. */
enum SelectionAction {
    ARCHIVE("session.archive"),
    UNARCHIVE("session.unarchive"),
    PROMPT("selection.prompt"),
    STOP("shortcut.STOP"),
    END("session.close"),
    DELETE("session.delete");

    private final String key;

    SelectionAction(String key) {
        this.key = key;
    }

    /** The key of its text. */
    String key() {
        return key;
    }
}
