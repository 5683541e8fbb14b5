package dev.pilothouse.model;

/** How much a remark of the host matters. */
public enum NoteLevel {
    INFO,
    WARNING,
    ERROR
}
