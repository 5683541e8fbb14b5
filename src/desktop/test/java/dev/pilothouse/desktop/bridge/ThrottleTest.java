package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long MILLI = 1_000_000;
    private static final long SPAN = Throttle.SPAN_MILLIS * MILLI;

    private long now = 42;
    private final Throttle pace = new Throttle(now);
    private long waiting;
    private final List<Long> batches = new ArrayList<>();

    /** Writes one update now; a batch is sent when the throttle allows it. */
    private long write() {
        waiting++;
        return send();
    }

    private long send() {
        long delay = pace.delay(now);
        if (delay == 0 && waiting > 0) {
            pace.sent(now, waiting);
            batches.add(waiting);
            waiting = 0;
        }
        return delay;
    }

    @Test
    void aChunkEachFiveMillisecondsAlwaysGoesAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(write()).isZero();
            now += 5 * MILLI;
        }
    }

    @Test
    void aFloodBecomesOneBatchInSixteenMilliseconds() {
        for (int i = 0; i < 32_000; i++) {
            write();
            now += MILLI / 20;
        }
        // 1,600 ms; the first batches are sent at once.
        assertThat(batches.size()).isBetween(100, 100 + Throttle.BURST + 1);
        assertThat(batches.subList(Throttle.BURST + 1, batches.size())).allMatch(batch -> batch >= 319);
    }

    @Test
    void afterAFloodAClientIsToldAtOnceAgain() {
        for (int i = 0; i < 1_000; i++) {
            write();
            now += MILLI / 20;
        }
        now += SPAN;
        send();
        for (int i = 0; i < 100; i++) {
            now += 5 * MILLI;
            long delay = write();
            // The first few may still share an interval with the flood's last batch.
            if (i >= 4) {
                assertThat(delay).isZero();
            }
        }
    }

    @Test
    void nothingWaitsLongerThanASpanHoweverItComes() {
        Seeds.check(200, random -> {
            long time = random.nextInt();
            Throttle any = new Throttle(time);
            for (int i = 0; i < 300; i++) {
                long delay = any.delay(time);
                assertThat(delay).isBetween(0L, SPAN);
                time += delay;
                assertThat(any.delay(time)).isZero();
                any.sent(time, 1 + random.nextInt(100));
                time += random.nextInt(10) == 0 ? random.nextInt((int) SPAN * 2) : random.nextInt((int) MILLI);
            }
        });
    }
}
