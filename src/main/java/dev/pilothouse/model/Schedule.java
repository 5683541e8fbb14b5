package dev.pilothouse.model;

import java.util.Objects;

/**
 * A session that a host starts at set times. Immutable.
 *
 * @param title one line of at most {@value #MAX_TITLE} UTF-16 units; the group of its sessions
 * @param keep the number of its sessions that are not archived, 1 to {@value #MAX_KEEP}
 */
public record Schedule(
        ScheduleId id,
        String title,
        ScheduleTask task,
        ScheduleTiming timing,
        MissedRule missed,
        OverlapRule overlap,
        int keep) {
    public static final int MAX_TITLE = Organisation.MAX_GROUP;
    public static final int MAX_KEEP = 50;
    public static final int USUAL_KEEP = 5;

    /** The treatment of times at which the host was off or asleep. */
    public enum MissedRule {
        /** One session is started for the newest of them as soon as the host runs. */
        CATCH_UP,
        SKIP
    }

    /** The treatment of a time at which the session of the time before still works. */
    public enum OverlapRule {
        SKIP,
        /** One session waits until the one before is over. */
        QUEUE,
        /** The turn of the one before is cancelled. */
        CANCEL
    }

    public Schedule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(missed, "missed");
        Objects.requireNonNull(overlap, "overlap");
    }

    /** A schedule with the usual rules. */
    public Schedule(ScheduleId id, String title, ScheduleTask task, ScheduleTiming timing) {
        this(id, title, task, timing, MissedRule.CATCH_UP, OverlapRule.SKIP, USUAL_KEEP);
    }
}
