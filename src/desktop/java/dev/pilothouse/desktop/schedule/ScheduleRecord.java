package dev.pilothouse.desktop.schedule;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleOccurrence.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A schedule with its state, as it is stored. Immutable.
 *
 * @param start the first moment of its interval
 * @param entries the newest first, at most {@link #MAX_ENTRIES}
 */
record ScheduleRecord(Schedule schedule, Owner owner, Instant start, Progress progress, List<Entry> entries) {
    /** More than the sessions that are kept, so that each older one is archived before it is forgotten. */
    static final int MAX_ENTRIES = Schedule.MAX_KEEP + 10;

    private static final int MAX_FAILURES = 3;

    /** The device that saved the schedule. Its sessions have the rights of that device. */
    record Owner(DeviceId deviceId, String deviceName) {}

    /**
     * How far the schedule has come.
     *
     * @param handled no time up to this one is due again
     * @param failures in a row
     */
    record Progress(Instant handled, boolean paused, HostText pausedBecause, int failures) {
        Progress handledUntil(Instant time) {
            return new Progress(time, paused, pausedBecause, failures);
        }
    }

    /**
     * An occurrence.
     *
     * @param deviceId the device in whose name its session is created, which a repeated request needs
     * @param cleaned whether its session was archived, or taken over by a person
     */
    record Entry(ScheduleOccurrence shown, DeviceId deviceId, boolean cleaned) {
        State state() {
            return shown.state();
        }

        Instant due() {
            return shown.due();
        }
    }

    ScheduleRecord {
        entries = List.copyOf(entries);
    }

    ScheduleId id() {
        return schedule.id();
    }

    ScheduleRecord with(Progress other) {
        return new ScheduleRecord(schedule, owner, start, other, entries);
    }

    /** Adds the newest entry. Beyond the bound, the oldest one without a session goes first, and no open one. */
    ScheduleRecord add(ScheduleOccurrence occurrence) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(0, new Entry(occurrence, owner.deviceId(), false));
        while (all.size() > MAX_ENTRIES) {
            int last = all.size() - 1;
            for (int i = all.size() - 1; i > 0; i--) {
                if (all.get(i).shown().sessionId() == null
                        && !all.get(i).state().isOpen()) {
                    last = i;
                    break;
                }
            }
            all.remove(last);
        }
        return new ScheduleRecord(schedule, owner, start, progress, all);
    }

    ScheduleRecord change(Instant due, UnaryOperator<Entry> change) {
        return new ScheduleRecord(
                schedule,
                owner,
                start,
                progress,
                entries.stream()
                        .map(entry -> entry.due().equals(due) ? change.apply(entry) : entry)
                        .toList());
    }

    ScheduleRecord set(Instant due, State state, Instant now, HostText reason) {
        return change(
                due, entry -> new Entry(entry.shown().with(state, now, reason), entry.deviceId(), entry.cleaned()));
    }

    /** Ends an occurrence. The third failure in a row pauses the schedule. */
    ScheduleRecord settle(Instant due, State state, Instant now, HostText reason) {
        ScheduleRecord settled = set(due, state, now, reason);
        if (state == State.DONE) {
            return settled.with(new Progress(progress.handled(), progress.paused(), progress.pausedBecause(), 0));
        }
        if (state != State.FAILED) {
            return settled;
        }
        int failures = progress.failures() + 1;
        return settled.with(
                failures < MAX_FAILURES
                        ? new Progress(progress.handled(), progress.paused(), progress.pausedBecause(), failures)
                        : new Progress(
                                progress.handled(),
                                true,
                                HostText.of(HostTextCode.SCHEDULE_FAILED_THRICE, reason),
                                failures));
    }

    Optional<Entry> find(Instant due) {
        return entries.stream().filter(entry -> entry.due().equals(due)).findFirst();
    }

    /** The occurrence whose session works or is requested. */
    Optional<Entry> active() {
        return entries.stream()
                .filter(entry -> entry.state() == State.STARTING || entry.state() == State.RUNNING)
                .findFirst();
    }

    Optional<Entry> queued() {
        return entries.stream().filter(entry -> entry.state() == State.QUEUED).findFirst();
    }
}
