package dev.pilothouse.model;

/** An action of a person on a schedule. */
public enum ScheduleAction {
    PAUSE,
    /** The times from now on count, and failures are counted anew. */
    RESUME,
    /** Starts a session now, also while the schedule is paused. */
    RUN,
    /** Deletes the schedule. Its sessions stay. */
    REMOVE
}
