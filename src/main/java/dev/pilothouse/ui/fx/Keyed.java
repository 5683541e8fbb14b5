package dev.pilothouse.ui.fx;

/** A row's value: it has a name that stays, and a revision that changes whenever what it shows changes. */
public interface Keyed {
    String id();

    /** Equal ids with equal revisions show the same thing. */
    long revision();
}
