package dev.pilothouse.desktop.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression of five fields: minute, hour, day of month, month, day of week. A field is {@code *}, or a list of
 * numbers, ranges and steps, such as {@code 1-5,10,20-40/5}. Months and days may have English names of three letters.
 * Sunday is 0 or 7. If both the day of month and the day of week are restricted, one of them suffices, as in Vixie cron
 * (crontab(5)). Immutable. Has local times and no zone.
 *
 * <p>Our own, because cron-utils 9.2.1 skips the day of a gap and repeats the times of a fold.
 */
final class CronTiming {
    static final int MAX_LENGTH = 200;
    /** A leap day may be eight years away. */
    private static final int SEARCHED_YEARS = 9;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;

    private CronTiming(String[] fields) {
        minutes = parse(fields[0], 0, 59, List.of(), 0);
        hours = parse(fields[1], 0, 23, List.of(), 0);
        daysOfMonth = parse(fields[2], 1, 31, List.of(), 0);
        months = parse(fields[3], 1, 12, MONTHS, 1);
        daysOfWeek = parse(fields[4], 0, 7, DAYS, 0);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /** @return empty if the text is no cron expression, or one that is never due, such as on 31 February */
    static Optional<CronTiming> parse(String text) {
        String[] fields = text.strip().split("\\s+");
        if (text.length() > MAX_LENGTH || fields.length != 5) {
            return Optional.empty();
        }
        try {
            CronTiming expression = new CronTiming(fields);
            return expression.next(LocalDateTime.of(2000, 1, 1, 0, 0)).map(first -> expression);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BitSet parse(String field, int min, int max, List<String> names, int first) {
        BitSet values = new BitSet();
        for (String part : field.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] stepped = part.split("/", -1);
            int step = stepped.length == 1 ? 1 : number(stepped[1]);
            if (stepped.length > 2 || step < 1) {
                throw new IllegalArgumentException(part);
            }
            int from = min;
            int to = max;
            if (!stepped[0].equals("*")) {
                String[] range = stepped[0].split("-", -1);
                from = value(range[0], names, first);
                // As in Vixie cron, a step belongs to a range; some programs also write 5/15.
                to = range.length == 2 ? value(range[1], names, first) : stepped.length == 2 ? max : from;
                if (range.length > 2) {
                    throw new IllegalArgumentException(part);
                }
            }
            if (from < min || to > max || from > to) {
                throw new IllegalArgumentException(part);
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int value(String text, List<String> names, int first) {
        int name = names.indexOf(text);
        return name >= 0 ? name + first : number(text);
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 2 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(text);
        }
        return Integer.parseInt(text);
    }

    /** The first time after this one; empty if there is none within nine years. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDate last = after.toLocalDate().plusYears(SEARCHED_YEARS);
        LocalTime from = after.toLocalTime().withSecond(0).withNano(0);
        boolean whole = false;
        for (LocalDate day = after.toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
            if (isDue(day)) {
                Optional<LocalTime> time = whole ? first(0, 0) : first(from.getHour(), from.getMinute() + 1);
                if (time.isPresent()) {
                    return Optional.of(day.atTime(time.get()));
                }
            }
            whole = true;
        }
        return Optional.empty();
    }

    private boolean isDue(LocalDate day) {
        boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    /** The first time of a day that is not before the minute of the hour. */
    private Optional<LocalTime> first(int hour, int minute) {
        int inHour = hours.get(hour) ? minutes.nextSetBit(minute) : -1;
        if (inHour >= 0) {
            return Optional.of(LocalTime.of(hour, inHour));
        }
        int later = hours.nextSetBit(hour + 1);
        return later < 0 ? Optional.empty() : Optional.of(LocalTime.of(later, minutes.nextSetBit(0)));
    }
}
