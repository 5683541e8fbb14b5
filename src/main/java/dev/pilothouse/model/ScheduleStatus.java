package dev.pilothouse.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A schedule of a host with its state. Immutable.
 *
 * @param paused whether it starts nothing at its times
 * @param pausedBecause why the host has paused it; empty if a person has
 * @param next the next times, four at most; empty if none is left or if it is paused
 * @param occurrences the newest first; a list of all schedules has only the newest one of each
 */
public record ScheduleStatus(
        Schedule schedule,
        boolean paused,
        HostText pausedBecause,
        List<Instant> next,
        List<ScheduleOccurrence> occurrences) {
    /** The number of times that are shown. */
    public static final int NEXT = 4;

    public ScheduleStatus {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(pausedBecause, "pausedBecause");
        next = List.copyOf(next);
        occurrences = List.copyOf(occurrences);
    }

    public ScheduleStatus withNewest() {
        return occurrences.size() <= 1
                ? this
                : new ScheduleStatus(schedule, paused, pausedBecause, next, occurrences.subList(0, 1));
    }
}
