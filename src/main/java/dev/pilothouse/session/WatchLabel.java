package dev.pilothouse.session;

/** What the host's watchdog observes of a working session. A label, never a verdict. */
public enum WatchLabel {
    NONE,
    /** The agent runs and has sent nothing for some minutes. */
    QUIET,
    /** As quiet, and its process tree has used no processor time meanwhile. */
    STUCK
}
