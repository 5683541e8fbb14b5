package dev.pilothouse.desktop.tunnel;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delay before a tunnel is retried: doubled after each failure, up to five minutes, with random jitter so that
 * hosts do not retry in step. A tunnel that was up for a minute counts as a success. Confined to its owner's lane.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration STEADY = Duration.ofMinutes(1);

    private final DoubleSupplier random;
    private int failures;

    /** @param random from 0 inclusive to 1 exclusive */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    void startOver() {
        failures = 0;
    }

    /**
     * Returns the next delay.
     *
     * @param held how long the tunnel was up before it dropped
     */
    Duration next(Duration held) {
        if (held.compareTo(STEADY) >= 0) {
            failures = 0;
        }
        long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(Math.round(longest / 2.0 * (1 + random.getAsDouble())));
    }
}
