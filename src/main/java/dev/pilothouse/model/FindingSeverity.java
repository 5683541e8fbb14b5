package dev.pilothouse.model;

/** How much a finding of a reviewing agent matters, by its own word. */
public enum FindingSeverity {
    CRITICAL,
    MAJOR,
    MINOR,
    NOTE
}
