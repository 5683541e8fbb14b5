package dev.pilothouse.desktop.notify;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Backoff for a failing program: one minute at first, doubled after each further failure, at most half an hour. A
 * success resets it. Confined to the thread that uses it.
 */
final class FailureBackoff {
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(30);

    private final LongSupplier nanoTime;
    private Duration next = FIRST;
    private boolean resting;
    private long until;

    FailureBackoff(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isOver() {
        if (resting && nanoTime.getAsLong() - until >= 0) {
            resting = false;
        }
        return !resting;
    }

    /** @return the current delay */
    Duration failed() {
        Duration now = next;
        resting = true;
        until = nanoTime.getAsLong() + now.toNanos();
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }

    void worked() {
        resting = false;
        next = FIRST;
    }
}
