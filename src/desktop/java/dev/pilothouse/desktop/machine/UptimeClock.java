package dev.pilothouse.desktop.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A monotonic clock that stands still while the machine sleeps. Its instants start at the epoch; only their differences
 * have a meaning.
 *
 * <p>On some systems the monotonic clock advances during sleep. Therefore the owner calls {@link #look} at least every
 * {@link #LONGEST_STEP}. A longer step means that the machine slept, and counts only as {@link #LONGEST_STEP}.
 *
 * <p>Owns two numbers, guarded by its monitor. Any thread; needs no closing.
 */
public final class UptimeClock extends Clock {
    static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private long seen;
    private long awake;

    public UptimeClock(LongSupplier nanoTime) {
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

    /** Reads the clock; must be called at least every {@link #LONGEST_STEP}. */
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
