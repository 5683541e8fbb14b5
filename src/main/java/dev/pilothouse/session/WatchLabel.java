package dev.pilothouse.session;

/** The host watchdog's observation of a working session. Informational: it does not prove a fault. */
public enum WatchLabel {
    NONE,
    /** The agent is running and has sent nothing for some minutes. */
    QUIET,
    /** As {@link #QUIET}, and its process tree has used no processor time meanwhile. */
    STUCK
}
