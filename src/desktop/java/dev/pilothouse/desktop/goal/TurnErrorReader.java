package dev.pilothouse.desktop.goal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises why a turn has failed, by the text of the agent's error. Agents report errors of their models as text
 * only. Stateless; any thread.
 */
final class TurnErrorReader {
    /** Longer waits are not believed. */
    static final Duration LONGEST = Duration.ofDays(7);

    private static final Pattern LIMITED = Pattern.compile(
            "rate.?limit|too many requests|\\b429\\b|overloaded|\\b529\\b|retry.?after|usage limit|limit reached|"
                    + "hit your limit");
    private static final Pattern QUOTA = Pattern.compile(
            "insufficient.?quota|quota|out of credit|no credit|credit balance|billing|payment required|\\b402\\b");
    private static final Pattern LOGIN = Pattern.compile(
            "unauthori[sz]ed|\\b401\\b|authenticat|api key|not logged in|log in|login|token (has )?expired");

    private static final Pattern WAIT =
            Pattern.compile("(?:retry.?after|try again in|wait|resets? in|in)[\"':=\\s]{0,4}(\\d{1,6})(?:\\.\\d+)?\\s*"
                    + "(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)?\\b");
    private static final Pattern STAMP =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dt\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?(?:z|[+-]\\d\\d:\\d\\d))");
    private static final Pattern AT =
            Pattern.compile("(?:resets?|until|again|back)(?: at)? (\\d{1,2})(?::(\\d\\d))?\\s?(am|pm)?\\b");

    private TurnErrorReader() {}

    /** The class of an error. */
    enum Kind {
        /** The model refuses requests for a while. */
        RATE_LIMITED,
        /** The plan or the credit is used up. */
        QUOTA,
        LOGIN,
        OTHER
    }

    /** @param until the end of a rate limit; empty if the agent does not name it */
    record TurnError(Kind kind, Optional<Instant> until) {}

    static TurnError read(String text, Instant now, ZoneId zone) {
        String lower = text.toLowerCase(Locale.ROOT);
        Optional<Instant> until =
                until(lower, now, zone).filter(time -> time.isAfter(now) && time.isBefore(now.plus(LONGEST)));
        if (LIMITED.matcher(lower).find()) {
            boolean paid = QUOTA.matcher(lower).find() && until.isEmpty();
            return new TurnError(paid ? Kind.QUOTA : Kind.RATE_LIMITED, until);
        }
        if (QUOTA.matcher(lower).find()) {
            return until.isPresent() ? new TurnError(Kind.RATE_LIMITED, until) : new TurnError(Kind.QUOTA, until);
        }
        return new TurnError(LOGIN.matcher(lower).find() ? Kind.LOGIN : Kind.OTHER, Optional.empty());
    }

    private static Optional<Instant> until(String text, Instant now, ZoneId zone) {
        Matcher stamp = STAMP.matcher(text);
        if (stamp.find()) {
            try {
                return Optional.of(ZonedDateTime.parse(stamp.group(1).toUpperCase(Locale.ROOT))
                        .toInstant());
            } catch (RuntimeException noTime) {
                return Optional.empty();
            }
        }
        Matcher wait = WAIT.matcher(text);
        while (wait.find()) {
            String unit = wait.group(2);
            // A bare number counts only after the name of the header.
            if (unit != null || wait.group().startsWith("retry")) {
                return Optional.of(now.plus(duration(Long.parseLong(wait.group(1)), unit == null ? "s" : unit)));
            }
        }
        Matcher at = AT.matcher(text);
        return at.find() && (at.group(2) != null || at.group(3) != null) ? clock(at, now, zone) : Optional.empty();
    }

    private static Duration duration(long number, String unit) {
        if (unit.startsWith("ms") || unit.startsWith("milli")) {
            return Duration.ofMillis(number);
        }
        return switch (unit.charAt(0)) {
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** The next time at which a clock of the host shows that. */
    private static Optional<Instant> clock(Matcher at, Instant now, ZoneId zone) {
        int hour = Integer.parseInt(at.group(1));
        if (at.group(3) != null) {
            hour = hour % 12 + (at.group(3).equals("pm") ? 12 : 0);
        }
        int minute = at.group(2) == null ? 0 : Integer.parseInt(at.group(2));
        if (hour > 23 || minute > 59) {
            return Optional.empty();
        }
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime then = local.with(LocalTime.of(hour, minute));
        return Optional.of((then.isAfter(local) ? then : then.plusDays(1)).toInstant());
    }
}
