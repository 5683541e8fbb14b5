package dev.pilothouse.desktop.schedule;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.TextCutter;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Computes the times of a schedule. A local time that a clock change skips is moved to the end of the gap; several that
 * move there are one. A local time that a clock change repeats counts the first time only. An interval counts elapsed
 * time from its start. Immutable.
 */
final class ScheduleTimings {
    /** Minutes. */
    static final int MAX_INTERVAL = 60 * 24 * 366;

    private static final int MAX_TEXT = 64;
    /** Tried in this order, so that a dense schedule is not counted for years. */
    private static final List<Duration> LOOK_BACK =
            List.of(Duration.ofHours(2), Duration.ofDays(2), Duration.ofDays(62), Duration.ofDays(800));

    /** The times of a schedule are wrong. */
    static final class InvalidTimingException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient HostText sentence;

        InvalidTimingException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        HostText sentence() {
            return sentence;
        }
    }

    private final Function<Instant, Optional<Instant>> next;

    private ScheduleTimings(Function<Instant, Optional<Instant>> next) {
        this.next = next;
    }

    /** @param start the first moment of an interval, which is not a time of it */
    static ScheduleTimings of(ScheduleTiming timing, Instant start) throws InvalidTimingException {
        ZoneId zone = zone(timing.zone());
        // Also what this kind does not use, because it is stored and shown.
        if (timing.at().length() > MAX_TEXT) {
            throw new InvalidTimingException(wrong(HostTextCode.SCHEDULE_TIME_WRONG, timing.at()));
        }
        if (timing.cron().length() > CronTiming.MAX_LENGTH) {
            throw new InvalidTimingException(wrong(HostTextCode.SCHEDULE_CRON_WRONG, timing.cron()));
        }
        return switch (timing.kind()) {
            case ONCE -> {
                Instant at = resolve(parse(timing.at(), LocalDateTime::parse, HostTextCode.SCHEDULE_DATE_WRONG), zone);
                yield new ScheduleTimings(after -> at.isAfter(after) ? Optional.of(at) : Optional.empty());
            }
            case INTERVAL -> interval(timing.everyMinutes(), start);
            case DAILY -> daily(timing, EnumSet.allOf(DayOfWeek.class), zone);
            case WEEKLY -> {
                if (timing.days().isEmpty()) {
                    throw new InvalidTimingException(HostText.of(HostTextCode.SCHEDULE_NO_DAYS));
                }
                yield daily(timing, EnumSet.copyOf(timing.days()), zone);
            }
            case CRON -> {
                CronTiming expression = CronTiming.parse(timing.cron())
                        .orElseThrow(() ->
                                new InvalidTimingException(wrong(HostTextCode.SCHEDULE_CRON_WRONG, timing.cron())));
                yield local(expression::next, zone);
            }
        };
    }

    private static HostText wrong(HostTextCode code, String text) {
        return HostText.of(code, TextCutter.line(PlainText.line(text), MAX_TEXT));
    }

    private static ZoneId zone(String name) throws InvalidTimingException {
        try {
            if (name.length() <= MAX_TEXT && (name.contains("/") || name.equals("UTC"))) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException e) {
            // No zone of that name.
        }
        throw new InvalidTimingException(wrong(HostTextCode.SCHEDULE_ZONE_UNKNOWN, name));
    }

    private static <T> T parse(String text, Function<CharSequence, T> parser, HostTextCode fault)
            throws InvalidTimingException {
        try {
            if (text.length() <= MAX_TEXT) {
                return parser.apply(text);
            }
        } catch (DateTimeException e) {
            // No time.
        }
        throw new InvalidTimingException(wrong(fault, text));
    }

    private static ScheduleTimings interval(int minutes, Instant start) throws InvalidTimingException {
        if (minutes < 1 || minutes > MAX_INTERVAL) {
            throw new InvalidTimingException(HostText.of(HostTextCode.SCHEDULE_INTERVAL_WRONG));
        }
        long step = Duration.ofMinutes(minutes).toMillis();
        return new ScheduleTimings(after -> {
            // Negative if the clock was ahead at the start.
            long passed = Math.floorDiv(Duration.between(start, after).toMillis(), step);
            return Optional.of(start.plusMillis((passed + 1) * step));
        });
    }

    private static ScheduleTimings daily(ScheduleTiming timing, Set<DayOfWeek> days, ZoneId zone)
            throws InvalidTimingException {
        LocalTime time = parse(timing.at(), LocalTime::parse, HostTextCode.SCHEDULE_TIME_WRONG);
        return local(
                after -> {
                    LocalDateTime candidate = after.toLocalDate().atTime(time);
                    while (!candidate.isAfter(after) || !days.contains(candidate.getDayOfWeek())) {
                        candidate = candidate.plusDays(1);
                    }
                    return Optional.of(candidate);
                },
                zone);
    }

    /** Because {@link #resolve} is monotone, no local time before that of an instant is due after the instant. */
    private static ScheduleTimings local(Function<LocalDateTime, Optional<LocalDateTime>> next, ZoneId zone) {
        return new ScheduleTimings(after -> {
            Optional<LocalDateTime> candidate = next.apply(LocalDateTime.ofInstant(after, zone));
            while (candidate.isPresent() && !resolve(candidate.get(), zone).isAfter(after)) {
                candidate = next.apply(candidate.get());
            }
            return candidate.map(time -> resolve(time, zone));
        });
    }

    private static Instant resolve(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(time);
        if (transition == null) {
            return time.atZone(zone).toInstant();
        }
        return transition.isGap() ? transition.getInstant() : time.toInstant(transition.getOffsetBefore());
    }

    /** The first time after an instant; empty if there is none. */
    Optional<Instant> next(Instant after) {
        return next.apply(after);
    }

    /** The next times after an instant. */
    List<Instant> next(Instant after, int count) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = next(after);
        while (time.isPresent() && times.size() < count) {
            times.add(time.get());
            time = next(time.get());
        }
        return times;
    }

    /** The newest time after an instant and not after another one; empty if there is none. */
    Optional<Instant> newest(Instant after, Instant until) {
        for (Duration part : LOOK_BACK) {
            Instant from = until.minus(part);
            if (!from.isAfter(after)) {
                break;
            }
            Optional<Instant> found = last(from, until);
            if (found.isPresent()) {
                return found;
            }
        }
        return last(after, until);
    }

    private Optional<Instant> last(Instant after, Instant until) {
        Optional<Instant> found = Optional.empty();
        Optional<Instant> time = next(after);
        while (time.isPresent() && !time.get().isAfter(until)) {
            found = time;
            time = next(time.get());
        }
        return found;
    }

    /** The number of times between two instants, without both; at most a limit. */
    int count(Instant after, Instant before, int limit) {
        int count = 0;
        Optional<Instant> time = next(after);
        while (count < limit && time.isPresent() && time.get().isBefore(before)) {
            count++;
            time = next(time.get());
        }
        return count;
    }
}
