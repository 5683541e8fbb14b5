package dev.pilothouse.ui.fx;

/** The value of a list row: a stable id, and a revision that changes whenever the displayed content changes. */
public interface Versioned {
    String id();

    /** The revision. Values with equal ids and equal revisions are displayed the same. */
    long revision();
}
