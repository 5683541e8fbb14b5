package dev.pilothouse.model;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Objects;

/**
 * When a schedule is due. Immutable. The host checks the texts.
 *
 * @param zone the IANA name of the zone that the times are in, such as {@code Europe/Berlin}
 * @param at for {@link Kind#ONCE} a date and a time, such as {@code 2026-11-29T23:30}; for {@link Kind#DAILY} and
 *     {@link Kind#WEEKLY} a time, such as {@code 09:00}; else empty
 * @param everyMinutes for {@link Kind#INTERVAL}; else 0
 * @param days for {@link Kind#WEEKLY}; else empty
 * @param cron for {@link Kind#CRON} five fields: minute, hour, day of month, month, day of week; else empty
 */
public record ScheduleTiming(Kind kind, String zone, String at, int everyMinutes, List<DayOfWeek> days, String cron) {
    /** The kind of timing. */
    public enum Kind {
        ONCE,
        INTERVAL,
        DAILY,
        WEEKLY,
        CRON
    }

    public ScheduleTiming {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(at, "at");
        days = days.stream().distinct().sorted().toList();
        Objects.requireNonNull(cron, "cron");
    }

    /** @param at a local date and time, such as {@code 2026-11-29T23:30} */
    public static ScheduleTiming once(String zone, String at) {
        return new ScheduleTiming(Kind.ONCE, zone, at, 0, List.of(), "");
    }

    public static ScheduleTiming every(String zone, int minutes) {
        return new ScheduleTiming(Kind.INTERVAL, zone, "", minutes, List.of(), "");
    }

    /** @param at a local time, such as {@code 09:00} */
    public static ScheduleTiming daily(String zone, String at) {
        return new ScheduleTiming(Kind.DAILY, zone, at, 0, List.of(), "");
    }

    public static ScheduleTiming weekly(String zone, String at, List<DayOfWeek> days) {
        return new ScheduleTiming(Kind.WEEKLY, zone, at, 0, days, "");
    }

    public static ScheduleTiming cron(String zone, String expression) {
        return new ScheduleTiming(Kind.CRON, zone, "", 0, List.of(), expression);
    }
}
