package dev.pilothouse.ui.shell;

/** The main screens of the app. */
public enum Place {
    SESSIONS,
    DECISIONS,
    HOSTS,
    SETTINGS
}
