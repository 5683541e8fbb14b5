package dev.pilothouse.desktop.notify;

import dev.pilothouse.pulse.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Backoff for a failing program: one minute at first, doubled after each further failure, at most half an hour. A
 * success resets it. Confined to the thread that uses it.
 */
final class FailureBackoff {
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(30);

    private final LongSupplier ticker;
    private final Backoff backoff = new Backoff(FIRST, LONGEST);
    private int failures;
    private boolean resting;
    private long until;

    FailureBackoff(LongSupplier ticker) {
        this.ticker = ticker;
    }

    boolean canTry() {
        if (resting && ticker.getAsLong() - until >= 0) {
            resting = false;
        }
        return !resting;
    }

    /** @return the current delay */
    Duration failed() {
        failures++;
        Duration delay = backoff.after(failures);
        resting = true;
        until = ticker.getAsLong() + delay.toNanos();
        return delay;
    }

    void onSuccess() {
        resting = false;
        failures = 0;
    }
}
