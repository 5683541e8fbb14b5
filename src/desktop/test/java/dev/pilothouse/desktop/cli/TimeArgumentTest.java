package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeArgumentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90m, 2026-03-01T13:30:00Z",
        "12h, 2026-03-02T00:00:00Z",
        "30d, 2026-03-31T12:00:00Z",
        "2w, 2026-03-15T12:00:00Z",
        "now, 2026-03-01T12:00:00Z",
        "2026-12-24T18:00:00Z, 2026-12-24T18:00:00Z",
        "2026-12-24T19:00:00+01:00, 2026-12-24T18:00:00Z"
    })
    void aTimeIsReadAsAPersonTypesIt(String text, Instant end) throws CommandFailure {
        assertThat(TimeArgument.parse(text, NOW)).isEqualTo(end);
    }

    @Test
    void neverIsNoTime() throws CommandFailure {
        assertThat(TimeArgument.parse("never", NOW)).isNull();
    }

    @Test
    void aSpanOfThePastGoesBack() throws CommandFailure {
        assertThat(TimeArgument.ago("2h", NOW)).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "12", "-3d", "3y", "2026-12-24", "2026-12-24T18:00:00", "9999999d"})
    void whatIsNoTimeIsSaidWithWhatToType(String text) {
        assertThatThrownBy(() -> TimeArgument.parse(text, NOW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("such as 12h");
    }
}
