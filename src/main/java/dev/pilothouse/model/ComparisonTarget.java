package dev.pilothouse.model;

/** The point that a git working tree is compared with. */
public enum ComparisonTarget {
    /** The commit at which the branch left its base branch; the last commit if there is no base branch. */
    BASE,
    /** The last commit. */
    HEAD,
    /** The files before the session's last turn, if the host kept them. */
    BEFORE_TURN,
    /** The working tree of another session in the same repository, as it is now. */
    SESSION
}
