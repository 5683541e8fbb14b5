package dev.pilothouse.ui.shell;

/** Where in the app the person is. */
public enum Place {
    SESSIONS,
    DECISIONS,
    HOSTS,
    SETTINGS
}
