package dev.pilothouse.model;

/** The result of a check of a member's work. */
public enum RunCheck {
    /** There is none. */
    NONE,
    RUNNING,
    PASSED,
    FAILED
}
