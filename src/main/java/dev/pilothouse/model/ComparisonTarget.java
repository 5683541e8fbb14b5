package dev.pilothouse.model;

/** The point that a working tree is compared with. */
public enum ComparisonTarget {
    /** The commit at which the branch left its base branch. */
    BASE,
    /** The last commit. */
    HEAD,
    /** The files as they were before the session's last turn. */
    TURN
}
