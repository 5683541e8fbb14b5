package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Test
    void eachFurtherFailureDoublesTheDelayUpToTheLongest() {
        Backoff backoff = new Backoff(FIRST, LONGEST);
        int failure = 0;
        for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            failure++;
            assertThat(backoff.after(failure)).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(LONGEST);
        assertThat(backoff.after(0)).isEqualTo(FIRST);
    }

    @Test
    void theRandomPartIsUpToHalfOfTheDelay() {
        assertThat(new Backoff(FIRST, LONGEST, () -> 0).after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Backoff(FIRST, LONGEST, () -> 0.5).after(1)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(new Backoff(FIRST, LONGEST, () -> 0).after(99)).isEqualTo(Duration.ofSeconds(150));
    }
}
