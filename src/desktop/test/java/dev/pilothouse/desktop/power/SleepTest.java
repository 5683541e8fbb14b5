package dev.pilothouse.desktop.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time during the machine's sleep and after its clock is set. */
class SleepTest {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final SettableClock wall = new SettableClock();

    /** A clock that can also go back. */
    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-05-01T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void pass(Duration steady, Duration onTheWall) {
        nanos.addAndGet(steady.toNanos());
        wall.advance(onTheWall);
    }

    @Test
    void sleepIsSeenWhetherTheMonotonicClockStandsStillOrGoesOn() {
        SleepDetector gaps = new SleepDetector(nanos::get, wall, EVERY);
        pass(EVERY, EVERY);
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);

        pass(EVERY, Duration.ofHours(8));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.WOKE);
        pass(EVERY, EVERY);
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);

        pass(Duration.ofHours(8), Duration.ofHours(8));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.WOKE);
    }

    @Test
    void aBusyMachineOrASmallCorrectionIsNoSleep() {
        SleepDetector gaps = new SleepDetector(nanos::get, wall, EVERY);
        pass(Duration.ofSeconds(20), Duration.ofSeconds(20));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);
        pass(EVERY, EVERY.plusSeconds(15));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);
        pass(EVERY, EVERY.minusSeconds(15));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);
    }

    @Test
    void aClockThatIsSetBackIsSeenOnce() {
        SleepDetector gaps = new SleepDetector(nanos::get, wall, EVERY);
        pass(EVERY, Duration.ofHours(-1));
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.SET_BACK);
        pass(EVERY, EVERY);
        assertThat(gaps.check()).isEqualTo(SleepDetector.Seen.NOTHING);
    }

    @Test
    void theAwakeClockStandsStillWhileTheMachineSleepsAndNobodyCanSetIt() {
        Clock monotonicClock = new UptimeClock(nanos::get);
        Instant began = monotonicClock.instant();
        pass(Duration.ofSeconds(15), Duration.ofHours(-3));
        assertThat(Duration.between(began, monotonicClock.instant())).isEqualTo(Duration.ofSeconds(15));
        // A monotonic clock that runs during sleep shows one very long step.
        pass(Duration.ofHours(8), Duration.ofHours(8));
        assertThat(Duration.between(began, monotonicClock.instant()))
                .isEqualTo(Duration.ofSeconds(15).plus(UptimeClock.MAX_STEP));
    }
}
