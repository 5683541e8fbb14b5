package dev.pilothouse.desktop.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.goal.TurnErrorReader.Kind;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnErrorReaderTest {
    /** 10:00 in Berlin. */
    private static final Instant NOW = Instant.parse("2026-11-29T09:00:00Z");

    private static TurnErrorReader.TurnError read(String text) {
        return TurnErrorReader.read(text, NOW, ZoneId.of("Europe/Berlin"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rate limit reached for gpt-5. Please try again in 20s. | 2026-11-29T09:00:20Z",
                "HTTP 429: retry-after: 90 | 2026-11-29T09:01:30Z",
                "429 Too Many Requests {\"retry_after\": 30} | 2026-11-29T09:00:30Z",
                "You have hit your limit, resets at 2pm | 2026-11-29T13:00:00Z",
                "Usage limit reached. Your limit will reset at 09:30. Available until 09:30 | 2026-11-30T08:30:00Z",
                "Quota exceeded, rate limit resets 2026-11-29T12:15:00Z | 2026-11-29T12:15:00Z",
                "rate_limit_error: wait 5 minutes | 2026-11-29T09:05:00Z"
            })
    void aRateLimitIsReadWithItsEnd(String text, Instant until) {
        assertThat(read(text).kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(read(text).until()).contains(until);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The model is overloaded | RATE_LIMITED",
                "429 Too Many Requests | RATE_LIMITED",
                "insufficient_quota: check your plan and billing details | QUOTA",
                "402 Payment Required | QUOTA",
                "Your credit balance is too low | QUOTA",
                "401 Unauthorized | LOGIN",
                "Invalid API key | LOGIN",
                "Please log in first | LOGIN",
                "connection reset by peer | OTHER",
                "Internal error in 12 modules | OTHER"
            })
    void errorsWithoutATimeHaveTheirClass(String text, Kind kind) {
        assertThat(read(text).kind()).isEqualTo(kind);
        assertThat(read(text).until()).isEmpty();
    }

    @Test
    void aWaitOfMoreThanAWeekIsNotBelieved() {
        assertThat(read("Rate limit reached, try again in 900 hours").until()).isEmpty();
    }
}
