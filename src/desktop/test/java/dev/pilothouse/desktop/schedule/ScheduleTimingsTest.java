package dev.pilothouse.desktop.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.schedule.ScheduleTimings.InvalidTimingException;
import dev.pilothouse.model.ScheduleTiming;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTimingsTest {
    private static final String BERLIN = "Europe/Berlin";
    private static final String LORD_HOWE = "Australia/Lord_Howe";

    private static List<String> times(ScheduleTiming timing, String after, int count) throws InvalidTimingException {
        Instant start = Instant.parse(after);
        ZoneId zone = ZoneId.of(timing.zone());
        return ScheduleTimings.of(timing, start).next(start, count).stream()
                .map(time -> time.atZone(zone).toOffsetDateTime().toString())
                .toList();
    }

    @Test
    void aTimeThatTheClockSkipsIsMovedToTheEndOfTheGap() throws Exception {
        assertThat(times(ScheduleTiming.daily(BERLIN, "02:30"), "2026-03-27T12:00:00Z", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(times(ScheduleTiming.daily(LORD_HOWE, "02:15"), "2026-10-02T12:00:00Z", 3))
                .containsExactly("2026-10-03T02:15+10:30", "2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    }

    @Test
    void aTimeThatTheClockRepeatsCountsTheFirstTimeOnly() throws Exception {
        assertThat(times(ScheduleTiming.daily(BERLIN, "02:30"), "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(times(ScheduleTiming.daily(LORD_HOWE, "01:45"), "2026-04-04T12:00:00Z", 2))
                .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    }

    @Test
    void severalTimesInAGapAreOne() throws Exception {
        assertThat(times(ScheduleTiming.cron(BERLIN, "*/20 * * * *"), "2026-03-29T00:35:00Z", 3))
                .containsExactly("2026-03-29T01:40+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:20+02:00");
    }

    @Test
    void denseTimesAreNotRepeatedInAFold() throws Exception {
        assertThat(times(ScheduleTiming.cron(BERLIN, "*/30 * * * *"), "2026-10-25T00:10:00Z", 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T03:00+01:00", "2026-10-25T03:30+01:00");
    }

    @Test
    void nothingOfAFoldIsDueInItsSecondHalf() throws Exception {
        assertThat(times(ScheduleTiming.daily(BERLIN, "02:30"), "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T02:30+01:00");
    }

    @Test
    void anIntervalCountsElapsedTimeOverAClockChange() throws Exception {
        assertThat(times(ScheduleTiming.every(BERLIN, 60), "2026-03-28T23:30:00Z", 3))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00");
    }

    @Test
    void aZoneOfHalfAnHourHasItsOwnTimes() throws Exception {
        assertThat(times(ScheduleTiming.daily("Asia/Kolkata", "09:00"), "2026-11-29T00:00:00Z", 1))
                .containsExactly("2026-11-29T09:00+05:30");
    }

    @Test
    void aDayThatAZoneSkipsIsDueAtItsEnd() throws Exception {
        assertThat(times(ScheduleTiming.once("Pacific/Apia", "2011-12-30T12:00"), "2011-12-01T00:00:00Z", 2))
                .containsExactly("2011-12-31T00:00+14:00");
    }

    @Test
    void weeklyTimesAreOnTheirDays() throws Exception {
        assertThat(times(
                        ScheduleTiming.weekly(BERLIN, "18:00", List.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY)),
                        "2026-11-27T18:00:00Z",
                        3))
                .containsExactly("2026-11-30T18:00+01:00", "2026-12-04T18:00+01:00", "2026-12-07T18:00+01:00");
    }

    @Test
    void oneTimeIsDueOnce() throws Exception {
        assertThat(times(ScheduleTiming.once(BERLIN, "2026-12-24T18:00:05"), "2026-11-29T00:00:00Z", 4))
                .containsExactly("2026-12-24T18:00:05+01:00");
    }

    @Test
    void theNewestTimeIsFoundWithoutCountingYears() throws Exception {
        ScheduleTimings everyMinute = ScheduleTimings.of(ScheduleTiming.cron(BERLIN, "* * * * *"), Instant.EPOCH);
        Instant now = Instant.parse("2026-11-29T12:00:30Z");

        assertThat(everyMinute.newest(Instant.EPOCH, now)).contains(Instant.parse("2026-11-29T12:00:00Z"));
        assertThat(everyMinute.newest(now, now.plusSeconds(10))).isEmpty();
        assertThat(everyMinute.count(Instant.EPOCH, now, 100)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Berlin", "", "+02:00", "Europe/Nowhere", "../etc/passwd"})
    void anUnknownZoneIsRefused(String zone) {
        assertThatThrownBy(() -> ScheduleTimings.of(ScheduleTiming.every(zone, 5), Instant.EPOCH))
                .isInstanceOf(InvalidTimingException.class)
                .hasMessageContaining("is no time zone");
    }

    @ParameterizedTest
    @CsvSource({"DAILY, 25:00", "DAILY, ''", "WEEKLY, 9", "ONCE, 2026-02-30T10:00", "ONCE, 09:00"})
    void aWrongTimeIsRefused(ScheduleTiming.Kind kind, String at) {
        assertThatThrownBy(() -> ScheduleTimings.of(
                        new ScheduleTiming(kind, BERLIN, at, 0, List.of(DayOfWeek.MONDAY), ""), Instant.EPOCH))
                .isInstanceOf(InvalidTimingException.class)
                .hasMessageContaining("Write one such as");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, ScheduleTimings.MAX_INTERVAL + 1})
    void anIntervalHasLimits(int minutes) {
        assertThatThrownBy(() -> ScheduleTimings.of(ScheduleTiming.every(BERLIN, minutes), Instant.EPOCH))
                .isInstanceOf(InvalidTimingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T20:00:00Z",
        "Europe/Berlin, 2026-10-24T20:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T10:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T10:00:00Z",
        "Asia/Kolkata, 2026-12-30T20:00:00Z",
        "Pacific/Apia, 2011-12-29T20:00:00Z",
    })
    void theTimesOfACronTimingAreThoseOfAWalkThroughAllMinutes(String zone, Instant begin) throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            String cron = expression(random);
            Instant start = begin.plus(random.nextInt(90), ChronoUnit.MINUTES);
            Instant end = start.plus(36, ChronoUnit.HOURS);
            List<Instant> found = new ArrayList<>();
            ScheduleTimings times = ScheduleTimings.of(ScheduleTiming.cron(zone, cron), start);
            for (Instant time = start; (time = times.next(time).orElse(end)).isBefore(end); ) {
                found.add(time);
            }

            assertThat(found).as("%s in %s after %s", cron, zone, start).isEqualTo(walk(cron, zone, start, end));
        }
    }

    private static String expression(Random random) {
        String[] minutes = {"*", "*/7", "30", "0,15,45", "10-50/20", "59"};
        String[] hours = {"*", "1-3", "2", "*/5", "0", "23", "1,2"};
        String[] days = {"*", "*", "28-31", "1,5", "4"};
        String[] weekdays = {"*", "*", "sun", "1-5", "7", "fri,SAT"};
        return minutes[random.nextInt(minutes.length)] + " " + hours[random.nextInt(hours.length)] + " "
                + days[random.nextInt(days.length)] + " * " + weekdays[random.nextInt(weekdays.length)];
    }

    /** Reads the wall clock at each minute, by the stated rules and without the code under test. */
    private static List<Instant> walk(String cron, String zoneName, Instant start, Instant end) {
        ZoneId zone = ZoneId.of(zoneName);
        List<Instant> due = new ArrayList<>();
        for (Instant time = start.plus(1, ChronoUnit.MINUTES); time.isBefore(end); time = time.plusSeconds(60)) {
            LocalDateTime local = LocalDateTime.ofInstant(time, zone);
            List<LocalDateTime> shown = new ArrayList<>(List.of(local));
            ZoneOffsetTransition change = zone.getRules().previousTransition(time.plusSeconds(1));
            if (change != null && change.getInstant().equals(time) && change.isGap()) {
                for (LocalDateTime lost = change.getDateTimeBefore(); lost.isBefore(local); ) {
                    shown.add(lost);
                    lost = lost.plusMinutes(1);
                }
            }
            boolean isRepeated = zone.getRules().getValidOffsets(local).size() == 2
                    && zone.getRules()
                            .getOffset(time)
                            .equals(zone.getRules().getValidOffsets(local).get(1));
            if (!isRepeated && shown.stream().anyMatch(each -> matches(cron, each))) {
                due.add(time);
            }
        }
        return due;
    }

    private static boolean matches(String cron, LocalDateTime time) {
        String[] fields = cron.toLowerCase(java.util.Locale.ROOT)
                .replace("sun", "0")
                .replace("fri", "5")
                .replace("sat", "6")
                .split(" ");
        int weekday = time.getDayOfWeek().getValue() % 7;
        boolean ofMonth = matches(fields[2], time.getDayOfMonth(), 1, 31);
        boolean ofWeek = matches(fields[4], weekday, 0, 6) || weekday == 0 && matches(fields[4], 7, 0, 7);
        boolean either = !fields[2].equals("*") && !fields[4].equals("*");
        return matches(fields[0], time.getMinute(), 0, 59)
                && matches(fields[1], time.getHour(), 0, 23)
                && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static boolean matches(String field, int value, int min, int max) {
        for (String part : field.split(",")) {
            String[] stepped = part.split("/");
            String[] range = stepped[0].equals("*") ? new String[] {"" + min, "" + max} : stepped[0].split("-");
            int from = Integer.parseInt(range[0]);
            int to = Integer.parseInt(range[range.length - 1]);
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            if (value >= from && value <= to && (value - from) % step == 0) {
                return true;
            }
        }
        return false;
    }
}
