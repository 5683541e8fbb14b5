package dev.pilothouse.desktop.agent;

/** Specifies which sessions of an agent share a process. Immutable; any thread. */
public enum ProcessSharing {
    /** Each session has its own process. */
    OWN,
    /** All sessions of the entry share one process. */
    SHARED
}
