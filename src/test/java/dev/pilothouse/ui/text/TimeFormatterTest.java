package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeFormatterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    @Test
    void agesAreRough() {
        assertThat(TimeFormatter.age(NOW.minusSeconds(2), NOW)).isEqualTo("now");
        assertThat(TimeFormatter.age(NOW.minusSeconds(42), NOW)).isEqualTo("42 s");
        assertThat(TimeFormatter.age(NOW.minusSeconds(185), NOW)).isEqualTo("3 min");
        assertThat(TimeFormatter.age(NOW.minus(Duration.ofHours(5)), NOW)).isEqualTo("5 h");
        assertThat(TimeFormatter.age(NOW.plusSeconds(90), NOW))
                .as("a host whose clock is ahead")
                .isEqualTo("now");
    }

    @Test
    void durationsAreExactWhileShort() {
        assertThat(TimeFormatter.duration(280)).isEqualTo("0.3 s");
        assertThat(TimeFormatter.duration(42_300)).isEqualTo("42 s");
        assertThat(TimeFormatter.duration(242_000)).isEqualTo("4:02");
        assertThat(TimeFormatter.running(Duration.ofSeconds(3_729))).isEqualTo("1:02:09");
        assertThat(TimeFormatter.running(Duration.ofSeconds(725))).isEqualTo("12:05");
        assertThat(TimeFormatter.running(Duration.ofSeconds(42))).isEqualTo("0:42");
    }

    @Test
    void tokensAreRounded() {
        assertThat(TimeFormatter.tokens(840)).isEqualTo("840");
        assertThat(TimeFormatter.tokens(38_200)).isEqualTo("38 k");
        assertThat(TimeFormatter.tokens(1_240_000)).isEqualTo("1.2 M");
    }

    @Test
    void theDayIsInTheLanguageOfTheWindow() {
        Instant noon = Instant.parse("2026-11-24T12:00:00Z");
        assertThat(TimeFormatter.day(noon)).isEqualTo("Tuesday, 24 November");
        Texts.setLanguage(Language.GERMAN);
        assertThat(TimeFormatter.day(noon)).isEqualTo("Dienstag, 24. November");
        Texts.setLanguage(Language.FRENCH);
        assertThat(TimeFormatter.day(noon)).isEqualTo("mardi 24 novembre");
    }

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }
}
