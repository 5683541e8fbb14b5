package dev.pilothouse.desktop.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells from looks at regular times whether the machine has slept, or somebody has set its clock. Confined to one thread at
 * a time; has no end.
 *
 * <p>While a machine sleeps its wall clock goes on, and its monotonic clock stands still (Linux, macOS) or goes on as well
 * (Windows), which then shows as a look that comes far too late. A clock that is set forward looks like sleep, and is
 * treated so, which does no harm: the network is looked at again.
 */
public final class ClockGaps {
    /** Less than this may be a busy machine, or a clock that is being corrected. */
    static final Duration NOTICEABLE = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Duration every;
    private long lastNanos;
    private Instant lastInstant;

    /** What a look has seen. */
    public enum Seen {
        NOTHING,
        /** The machine was asleep, or its clock was set forward. */
        WOKE,
        SET_BACK
    }

    /** @param every how often {@link #look} is called */
    public ClockGaps(LongSupplier nanoTime, Clock clock, Duration every) {
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.every = every;
        this.lastNanos = nanoTime.getAsLong();
        this.lastInstant = clock.instant();
    }

    public synchronized Seen look() {
        long nanos = nanoTime.getAsLong();
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
