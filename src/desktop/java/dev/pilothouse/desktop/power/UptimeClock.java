package dev.pilothouse.desktop.power;

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
 * <p>On some systems the monotonic clock advances during sleep. Therefore the owner calls {@link #read} at least every
 * {@link #MAX_STEP}. A longer step means that the machine slept, and counts only as {@link #MAX_STEP}.
 *
 * <p>Owns two numbers, guarded by its monitor. Any thread; needs no closing.
 */
public final class UptimeClock extends Clock {
    static final Duration MAX_STEP = Duration.ofSeconds(60);

    private final LongSupplier ticker;
    private long seen;
    private long awake;

    public UptimeClock(LongSupplier ticker) {
        this.ticker = ticker;
        this.seen = ticker.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(step());
    }

    private synchronized long step() {
        long now = ticker.getAsLong();
        awake += Math.max(0, Math.min(now - seen, MAX_STEP.toNanos()));
        seen = now;
        return awake;
    }

    /** Reads the clock; must be called at least every {@link #MAX_STEP}. */
    public void read() {
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
