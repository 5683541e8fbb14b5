package dev.pilothouse.model;

/** Whether a started agent has the conversation so far. */
public enum ContextRestore {
    /** There was no earlier conversation. */
    NEW,
    /** The agent loaded or resumed it. */
    KEPT,
    /** The agent cannot load it, or failed to. */
    LOST
}
