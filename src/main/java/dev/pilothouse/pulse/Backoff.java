package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delay after a failure: doubled after each further one, up to a longest delay. Jitter keeps clients that failed
 * together from retrying together. Immutable; as thread-safe as its source of random numbers.
 *
 * @param first the delay after one failure
 * @param random from 0 inclusive to 1 exclusive; the delay is between half of the full delay and all of it
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

    /** Without jitter: always the full delay. */
    public Backoff(Duration first, Duration longest) {
        this(first, longest, () -> 1);
    }

    /**
     * Returns the delay before the next attempt.
     *
     * @param failures in a row; none counts as one
     */
    public Duration after(int failures) {
        int doublings = Math.min(20, Math.max(0, failures - 1));
        long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(Math.round(full / 2.0 * (1 + random.getAsDouble())));
    }
}
