package dev.pilothouse.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;

/**
 * A daily span in which notifications wait. Immutable. The host checks the texts with {@link #isValid}.
 *
 * @param from a local time such as {@code 22:00}; empty for no quiet hours
 * @param to a local time; the span may pass midnight
 * @param zone the IANA name of the zone of both
 * @param except the kinds that are sent all the same
 */
public record QuietHours(String from, String to, String zone, List<NotificationKind> except) {
    public static final QuietHours NONE = new QuietHours("", "", "", List.of());

    public QuietHours {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(zone, "zone");
        except = except.stream().distinct().sorted().toList();
    }

    public boolean isSet() {
        return !from.isEmpty();
    }

    public boolean isValid() {
        if (!isSet()) {
            return to.isEmpty();
        }
        try {
            ZoneId.of(zone);
            return !LocalTime.parse(from).equals(LocalTime.parse(to));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * Returns when the quiet hours end that include this moment, or the moment itself if none do. Only for valid ones.
     */
    public Instant endAfter(Instant now) {
        if (!isSet()) {
            return now;
        }
        ZonedDateTime local = now.atZone(ZoneId.of(zone));
        LocalTime begin = LocalTime.parse(from);
        LocalTime end = LocalTime.parse(to);
        LocalTime time = local.toLocalTime();
        boolean overnight = end.isBefore(begin);
        boolean quiet =
                overnight ? !time.isBefore(begin) || time.isBefore(end) : !time.isBefore(begin) && time.isBefore(end);
        if (!quiet) {
            return now;
        }
        LocalDate day = overnight && !time.isBefore(begin) ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        return day.atTime(end).atZone(local.getZone()).toInstant();
    }
}
