package dev.pilothouse.desktop.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a time that a user types: a span from or before now, or a date with its offset. Stateless. */
final class TimeArgument {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([mhdw])");
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,6})([smh])");

    private TimeArgument() {}

    /** @return the end; null for {@code never} */
    static @Nullable Instant parse(String text, Instant now) throws CommandFailure {
        if (text.equals("never")) {
            return null;
        }
        return text.equals("now") ? now : time(text, now, 1);
    }

    /** Parses a time limit: a number with s, m or h. */
    static Duration span(String text) throws CommandFailure {
        Matcher matcher = LIMIT.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailure.usage(
                    "This is not a time limit: " + text + ". Give a number with s, m or h, such as 90s.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** Parses a time in the past: {@code 2h} is two hours ago. */
    static Instant ago(String text, Instant now) throws CommandFailure {
        return time(text, now, -1);
    }

    private static Instant time(String text, Instant now, int sign) throws CommandFailure {
        Matcher span = SPAN.matcher(text);
        try {
            if (span.matches()) {
                return now.plus(unit(span.group(2)).multipliedBy(sign * Long.parseLong(span.group(1))));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw CommandFailure.usage("This is not a time: " + text
                    + ". Give a number with m, h, d or w, such as 12h, or a time such as 2026-12-24T18:00:00Z.");
        } catch (DateTimeException | ArithmeticException e) {
            throw CommandFailure.usage("That time is too far away: " + text + '.');
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
