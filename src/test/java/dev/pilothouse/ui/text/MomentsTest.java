package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    @Test
    void agesAreRough() {
        assertThat(Moments.age(NOW.minusSeconds(2), NOW)).isEqualTo("now");
        assertThat(Moments.age(NOW.minusSeconds(42), NOW)).isEqualTo("42 s");
        assertThat(Moments.age(NOW.minusSeconds(185), NOW)).isEqualTo("3 min");
        assertThat(Moments.age(NOW.minus(Duration.ofHours(5)), NOW)).isEqualTo("5 h");
        assertThat(Moments.age(NOW.plusSeconds(90), NOW))
                .as("a host whose clock is ahead")
                .isEqualTo("now");
    }

    @Test
    void durationsAreExactWhileShort() {
        assertThat(Moments.took(280)).isEqualTo("0.3 s");
        assertThat(Moments.took(42_300)).isEqualTo("42 s");
        assertThat(Moments.took(242_000)).isEqualTo("4:02");
        assertThat(Moments.running(Duration.ofSeconds(3_729))).isEqualTo("1:02:09");
    }

    @Test
    void tokensAreRounded() {
        assertThat(Moments.tokens(840)).isEqualTo("840");
        assertThat(Moments.tokens(38_200)).isEqualTo("38 k");
        assertThat(Moments.tokens(1_240_000)).isEqualTo("1.2 M");
    }
}
