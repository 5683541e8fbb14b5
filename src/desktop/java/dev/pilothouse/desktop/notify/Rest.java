package dev.pilothouse.desktop.notify;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to leave a program alone that has just failed: a minute at first, twice as long after each further failure, half an
 * hour at most. One success, and all is forgotten. Confined to the thread that uses it.
 */
final class Rest {
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(30);

    private final LongSupplier nanoTime;
    private Duration next = FIRST;
    private boolean resting;
    private long until;

    Rest(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isOver() {
        if (resting && nanoTime.getAsLong() - until >= 0) {
            resting = false;
        }
        return !resting;
    }

    /** @return how long it rests now */
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
