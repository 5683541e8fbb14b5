package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RestartTrackerTest {
    private static final RestartPolicy TWO = new RestartPolicy(true, 2, Duration.ofMinutes(10));
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final RestartTracker count = new RestartTracker();

    private RestartTracker.Verdict crash(Object process, Duration later) {
        return count.crashed(process, TWO, NOON.plus(later));
    }

    private static RestartTracker.Verdict again(int seconds, int count) {
        return new RestartTracker.Verdict(Optional.of(Duration.ofSeconds(seconds)), count);
    }

    @Test
    void allThatHaveSharedAProcessGetTheAnswerOfTheFirst() {
        assertThat(crash("p1", Duration.ZERO)).isEqualTo(again(1, 1));
        assertThat(crash("p1", Duration.ofSeconds(1))).isEqualTo(again(1, 1));
        assertThat(crash("p2", Duration.ofSeconds(2))).isEqualTo(again(2, 2));
        assertThat(crash("p2", Duration.ofSeconds(2))).isEqualTo(again(2, 2));
        RestartTracker.Verdict stays = new RestartTracker.Verdict(Optional.empty(), 2);
        assertThat(crash("p3", Duration.ofSeconds(3))).isEqualTo(stays);
        assertThat(crash("p3", Duration.ofHours(1)))
                .as("who hears of it late is answered as the others were")
                .isEqualTo(stays);
    }

    @Test
    void whatIsLongAgoCountsNoMore() {
        crash("p1", Duration.ZERO);
        crash("p2", Duration.ZERO);
        assertThat(crash("p3", Duration.ofMinutes(11))).isEqualTo(again(1, 1));
    }

    @Test
    void aPersonBeginsTheCountAnew() {
        crash("p1", Duration.ZERO);
        crash("p2", Duration.ZERO);
        count.reset();
        assertThat(crash("p3", Duration.ZERO)).isEqualTo(again(1, 1));
    }
}
