package dev.pilothouse.desktop.schedule;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Schedule.MissedRule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleOccurrence.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides which time of a schedule is due. Stateless; pure functions. */
final class SchedulePlanner {
    /** A time that is found later than this was missed: the host was off or asleep. */
    static final Duration PROMPT = Duration.ofMinutes(1);
    /** If the clock is set back by more than this, it was wrong before, and counting begins anew. */
    static final Duration SET_BACK = Duration.ofDays(1);

    private static final int MAX_COUNT = 100;

    private SchedulePlanner() {}

    /** Adds what is due, and starts a queued occurrence if none is active. Returns the same instance if nothing is. */
    static ScheduleRecord plan(ScheduleRecord record, ScheduleTimings timings, Instant now) {
        ScheduleRecord planned = record.progress().paused() ? record : due(record, timings, now);
        Optional<ScheduleRecord.Entry> queued = planned.queued();
        return queued.isPresent()
                        && planned.active().isEmpty()
                        && !planned.progress().paused()
                ? planned.set(queued.get().due(), State.STARTING, now, HostText.NONE)
                : planned;
    }

    private static ScheduleRecord due(ScheduleRecord record, ScheduleTimings timings, Instant now) {
        ScheduleRecord counted = record.progress().handled().isAfter(now.plus(SET_BACK))
                ? record.with(record.progress().handledUntil(now))
                : record;
        Instant handled = counted.progress().handled();
        if (!handled.isBefore(now)) {
            return counted;
        }
        Optional<Instant> newest = timings.newest(handled, now);
        if (newest.isEmpty()) {
            return counted;
        }
        Instant due = newest.get();
        ScheduleRecord next = counted.with(counted.progress().handledUntil(due));
        if (next.find(due).isPresent()) {
            return next;
        }
        boolean late = Duration.between(due, now).compareTo(PROMPT) > 0;
        int before = timings.count(handled, due, MAX_COUNT);
        if (late && record.schedule().missed() == MissedRule.SKIP) {
            return next.add(new ScheduleOccurrence(due, State.MISSED, now, missed(before + 1), null));
        }
        if (before > 0) {
            Instant other = timings.newest(handled, due.minusMillis(1)).orElse(handled);
            next = next.add(new ScheduleOccurrence(other, State.MISSED, now, missed(before), null));
        }
        return start(next, due, now, late ? HostText.of(HostTextCode.SCHEDULE_CATCH_UP) : HostText.NONE);
    }

    private static HostText missed(int count) {
        return count == 1
                ? HostText.of(HostTextCode.SCHEDULE_MISSED)
                : HostText.of(HostTextCode.SCHEDULE_MISSED_MANY, count < MAX_COUNT ? count : count + "+");
    }

    private static ScheduleRecord start(ScheduleRecord record, Instant due, Instant now, HostText why) {
        if (record.active().isEmpty()) {
            return record.add(new ScheduleOccurrence(due, State.STARTING, now, why, null));
        }
        if (record.schedule().overlap() == OverlapRule.SKIP) {
            return record.add(
                    new ScheduleOccurrence(due, State.SKIPPED, now, HostText.of(HostTextCode.SCHEDULE_OVERLAP), null));
        }
        ScheduleRecord free = record.queued()
                .map(waiting ->
                        record.set(waiting.due(), State.SKIPPED, now, HostText.of(HostTextCode.SCHEDULE_REPLACED)))
                .orElse(record);
        return free.add(new ScheduleOccurrence(due, State.QUEUED, now, HostText.of(HostTextCode.SCHEDULE_WAITS), null));
    }
}
