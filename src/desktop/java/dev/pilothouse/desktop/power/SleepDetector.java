package dev.pilothouse.desktop.power;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Detects from regular calls whether the machine has slept or its clock was set. Synchronized; needs no closing.
 *
 * <p>During sleep the wall clock advances. The monotonic clock stands still (Linux, macOS) or advances too (Windows);
 * in the second case the call is far too late. A clock that is set forward looks like sleep and is treated as such,
 * which only causes an extra reconnect.
 */
public final class SleepDetector {
    /** Smaller gaps may come from a busy machine or a clock correction. */
    static final Duration NOTICEABLE = Duration.ofSeconds(20);

    private final LongSupplier ticker;
    private final Clock clock;
    private final Duration every;
    private long lastNanos;
    private Instant lastInstant;

    /** The result of one check. */
    public enum Seen {
        NOTHING,
        /** The machine was asleep, or its clock was set forward. */
        WOKE,
        SET_BACK
    }

    /** @param every the interval at which {@link #check} is called */
    public SleepDetector(LongSupplier ticker, Clock clock, Duration every) {
        this.ticker = ticker;
        this.clock = clock;
        this.every = every;
        this.lastNanos = ticker.getAsLong();
        this.lastInstant = clock.instant();
    }

    public synchronized Seen check() {
        long nanos = ticker.getAsLong();
        Instant instant = clock.instant();
        Duration steady = Duration.ofNanos(nanos - lastNanos);
        Duration wall = Duration.between(lastInstant, instant);
        lastNanos = nanos;
        lastInstant = instant;
        if (wall.minus(steady).compareTo(NOTICEABLE) > 0 || steady.minus(every).compareTo(NOTICEABLE.plus(every)) > 0) {
            return Seen.WOKE;
        }
        return steady.minus(wall).compareTo(NOTICEABLE) > 0 ? Seen.SET_BACK : Seen.NOTHING;
    }
}
