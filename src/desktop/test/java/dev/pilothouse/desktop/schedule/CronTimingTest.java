package dev.pilothouse.desktop.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimingTest {
    private static LocalDateTime next(String text, String after) {
        return CronTiming.parse(text)
                .orElseThrow()
                .next(LocalDateTime.parse(after))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * * | 2026-11-29T12:00 | 2026-11-29T12:01",
                "* * * * * | 2026-11-29T12:00:59 | 2026-11-29T12:01",
                "0 9 * * 1-5 | 2026-11-27T09:00 | 2026-11-30T09:00",
                "0 9 * * mon-FRI | 2026-11-27T09:00 | 2026-11-30T09:00",
                "0 0 * * 7 | 2026-11-29T00:00 | 2026-12-06T00:00",
                "5/20 * * * * | 2026-11-29T12:06 | 2026-11-29T12:25",
                "59 23 31 12 * | 2026-12-31T23:59 | 2027-12-31T23:59",
                "0 0 29 feb * | 2096-03-01T00:00 | 2104-02-29T00:00",
                "0 8 1 */3 * | 2026-01-02T00:00 | 2026-04-01T08:00",
            })
    void theNextTimeIsFound(String text, String after, LocalDateTime expected) {
        assertThat(next(text, after)).isEqualTo(expected);
    }

    @Test
    void oneOfTwoRestrictedDaysSuffices() {
        assertThat(next("0 0 13 * 5", "2026-01-09T00:00")).isEqualTo(LocalDateTime.parse("2026-01-13T00:00"));
        assertThat(next("0 0 13 * 5", "2026-01-13T00:00")).isEqualTo(LocalDateTime.parse("2026-01-16T00:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "*/x * * * *",
                "1- * * * *",
                ",1 * * * *",
                "1,, * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                "@daily",
                "0 0 31 2 *",
                "-1 * * * *",
                "١ * * * *"
            })
    void aWrongExpressionIsRefused(String text) {
        assertThat(CronTiming.parse(text)).isEmpty();
    }

    @Test
    void aLongExpressionIsRefused() {
        assertThat(CronTiming.parse("1,".repeat(150) + "1 * * * *")).isEmpty();
    }
}
