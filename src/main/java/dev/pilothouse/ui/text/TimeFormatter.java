package dev.pilothouse.ui.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Formats times and durations in the language of the interface. Stateless; any thread may call it. */
public final class TimeFormatter {
    private TimeFormatter() {}

    /** The time of day in hours and minutes, in the system's time zone. */
    public static String clock(Instant at) {
        return clock(FormatStyle.SHORT, "HH:mm").format(at.atZone(ZoneId.systemDefault()));
    }

    /** Returns whether both times are on the same day in the system's time zone. */
    public static boolean sameDay(Instant one, Instant other) {
        ZoneId zone = ZoneId.systemDefault();
        return one.atZone(zone).toLocalDate().equals(other.atZone(zone).toLocalDate());
    }

    /** The weekday and date: "Tuesday, 24 November". */
    public static String day(Instant at) {
        return DateTimeFormatter.ofPattern(Texts.text("time.day"), Texts.formats())
                .format(at.atZone(ZoneId.systemDefault()));
    }

    /** The time of day with seconds, in the system's time zone. */
    public static String clockSeconds(Instant at) {
        return clock(FormatStyle.MEDIUM, "HH:mm:ss").format(at.atZone(ZoneId.systemDefault()));
    }

    /** The country's format. A locale without a country does not define one and gets the 24-hour format. */
    private static DateTimeFormatter clock(FormatStyle style, String plain) {
        Locale formats = Texts.formats();
        return formats.getCountry().isEmpty()
                ? DateTimeFormatter.ofPattern(plain, formats)
                : DateTimeFormatter.ofLocalizedTime(style).withLocale(formats);
    }

    /** The date and time of a moment that may be in another year or in the future. */
    public static String date(Instant at) {
        ZonedDateTime moment = at.atZone(ZoneId.systemDefault());
        String day = DateTimeFormatter.ofPattern(Texts.text("time.date"), Texts.formats())
                .format(moment);
        return day + ", " + clock(at);
    }

    /** The approximate time since: "now", "42 s", "3 min", "2 h". */
    public static String age(Instant since, Instant now) {
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 5) {
            return Texts.text("time.now");
        }
        if (seconds < 60) {
            return Texts.text("time.seconds", seconds);
        }
        if (seconds < 3_600) {
            return Texts.text("time.minutes", seconds / 60);
        }
        if (seconds < 86_400) {
            return Texts.text("time.hours", seconds / 3_600);
        }
        return Texts.text("time.days", seconds / 86_400);
    }

    /** Like {@link #age}, but never in seconds, for views that are redrawn rarely. */
    public static String approximate(Instant since, Instant now) {
        return Duration.between(since, now).toSeconds() < 60 ? Texts.text("time.now") : age(since, now);
    }

    /** The time of a past event: the time of day for today, the weekday for the last week, else the date. */
    public static String dateOrTime(Instant at, Instant now) {
        ZonedDateTime moment = at.atZone(ZoneId.systemDefault());
        LocalDate today = now.atZone(ZoneId.systemDefault()).toLocalDate();
        if (moment.toLocalDate().equals(today)) {
            return clock(at);
        }
        if (moment.toLocalDate().isAfter(today.minusDays(6))) {
            return DateTimeFormatter.ofPattern("EEE", Texts.formats()).format(moment);
        }
        boolean thisYear = moment.getYear() == today.getYear();
        return DateTimeFormatter.ofPattern(Texts.text(thisYear ? "time.dayMonth" : "time.monthYear"), Texts.formats())
                .format(moment);
    }

    /** A duration: "0.3 s", "42 s", "4:02". */
    public static String duration(long millis) {
        if (millis < 9_950) {
            return Texts.text("time.took.short", Math.max(0, millis) / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 60) {
            return Texts.text("time.seconds", seconds);
        }
        return running(Duration.ofSeconds(seconds));
    }

    /** An elapsed time: "0:42", "12:05", "1:02:09". */
    public static String running(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 3_600
                ? seconds / 60 + ":" + twoDigits(seconds % 60)
                : seconds / 3_600 + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
    }

    /** Without a formatter: the elapsed time of a turn is built at every frame in which text arrives. */
    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** An amount of money with two decimal places. */
    public static String cost(double amount, String currency) {
        return String.format(Texts.formats(), "%.2f\u00a0%s", amount, currency);
    }

    /** A number of tokens: "840", "38 k", "1.2 M". */
    public static String tokens(long count) {
        if (count < 1_000) {
            return String.valueOf(count);
        }
        if (count < 1_000_000) {
            return Texts.text("count.thousand", Math.round(count / 1000.0));
        }
        return Texts.text("count.million", count / 1_000_000.0);
    }
}
