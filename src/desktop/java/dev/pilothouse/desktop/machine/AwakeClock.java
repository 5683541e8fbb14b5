package dev.pilothouse.desktop.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock for "how long has that been so", which nobody can set and which stands still while the machine sleeps. Its instants
 * begin at the epoch and mean nothing but their distances.
 *
 * <p>Some systems' monotonic clock goes on during sleep. So whoever owns this one looks at it at least every {@link
 * #LONGEST_STEP}; a longer step is one that the program has slept through, and counts as that much.
 *
 * <p>Owns two numbers, guarded by itself; any thread; has no end.
 */
public final class AwakeClock extends Clock {
    static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private long seen;
    private long awake;

    public AwakeClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.seen = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(step());
    }

    private synchronized long step() {
        long now = nanoTime.getAsLong();
        awake += Math.max(0, Math.min(now - seen, LONGEST_STEP.toNanos()));
        seen = now;
        return awake;
    }

    /** The look that is due at least every {@link #LONGEST_STEP}. */
    public void look() {
        step();
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
