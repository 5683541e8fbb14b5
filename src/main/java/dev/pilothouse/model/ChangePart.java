package dev.pilothouse.model;

/** A part of a change that is read as bytes. */
public enum ChangePart {
    /** A patch that {@code git apply} accepts, of one file or of all. */
    PATCH,
    /** The old content of a picture. */
    BEFORE,
    /** The present content of a picture. */
    AFTER
}
