package dev.pilothouse.model;

/** Severity of a note from the host. */
public enum NoteLevel {
    INFO,
    WARNING,
    ERROR
}
