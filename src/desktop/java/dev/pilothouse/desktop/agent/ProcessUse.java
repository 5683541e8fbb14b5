package dev.pilothouse.desktop.agent;

/** Which sessions of an agent are in one process. Immutable; any thread. */
public enum ProcessUse {
    /** Each session has one of its own. */
    OWN,
    /** All sessions of the entry are in one. */
    SHARED
}
