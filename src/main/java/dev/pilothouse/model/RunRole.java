package dev.pilothouse.model;

/** The part of a member in its run. */
public enum RunRole {
    /** Tries the task of the run. */
    ATTEMPT,
    /** Distributes the work. */
    LEAD,
    /** Does a part of the work. */
    WORKER,
    /** Wrote the changes that are reviewed. */
    AUTHOR,
    REVIEWER,
    /** Compares the results of the others. */
    JUDGE,
    OTHER
}
