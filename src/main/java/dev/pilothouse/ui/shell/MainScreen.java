package dev.pilothouse.ui.shell;

/** The main screens of the app. */
public enum MainScreen {
    SESSIONS,
    DECISIONS,
    HOSTS,
    SETTINGS
}
