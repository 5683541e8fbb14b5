package dev.pilothouse.desktop.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureBackoffTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailureBackoff rest = new FailureBackoff(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void afterAFailureThereIsAMinuteOfRest() {
        assertThat(rest.canTry()).isTrue();
        rest.failed();

        pass(Duration.ofSeconds(59));
        assertThat(rest.canTry()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(rest.canTry()).isTrue();
    }

    @Test
    void eachFurtherFailureDoublesItUpToHalfAnHour() {
        for (int minutes : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(rest.failed()).isEqualTo(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void aSuccessBeginsAnew() {
        rest.failed();
        rest.failed();
        rest.onSuccess();

        assertThat(rest.canTry()).isTrue();
        assertThat(rest.failed()).isEqualTo(FailureBackoff.FIRST);
    }
}
