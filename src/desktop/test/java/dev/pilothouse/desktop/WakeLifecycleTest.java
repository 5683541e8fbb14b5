package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.power.SleepDetector;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.pulse.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WakeLifecycleTest {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final WakeLifecycle lifecycle =
            new WakeLifecycle(new NeverPaused(), new SleepDetector(nanos::get, clock, EVERY));

    /** A desktop's lifecycle, which never pauses. */
    private static final class NeverPaused implements AppLifecycle {
        @Override
        public Subscription observe(Observer observer) {
            return () -> {};
        }

        @Override
        public void quit() {}
    }

    private void pass(Duration onTheWall) {
        nanos.addAndGet(EVERY.toNanos());
        clock.advance(onTheWall);
        lifecycle.check();
    }

    @Test
    void wakingUpCountsAsBeingResumedUntilNobodyListens() {
        Subscription subscription = lifecycle.observe(new AppLifecycle.Observer() {
            @Override
            public void onPaused() {
                told.add("paused");
            }

            @Override
            public void onResumed() {
                told.add("resumed");
            }
        });
        pass(EVERY);
        assertThat(told).isEmpty();
        pass(Duration.ofHours(8));
        pass(EVERY);
        assertThat(told).containsExactly("resumed");
        subscription.close();
        pass(Duration.ofHours(8));
        assertThat(told).hasSize(1);
    }
}
