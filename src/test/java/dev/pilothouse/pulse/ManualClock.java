package dev.pilothouse.pulse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that stands still until a test advances it. Also fires the alarms of {@link ManualLane}, in the order in
 * which they are due. Any thread may read it; alarms run on the thread that advances it.
 */
public final class ManualClock extends Clock {

    private final Instant epoch;
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
    private long nanos;
    private Duration set = Duration.ZERO;
    private long number;

    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public ManualClock(Instant epoch) {
        this.epoch = epoch;
    }

    /** Replaces {@code System::nanoTime} in tests. */
    public synchronized long ticker() {
        return nanos;
    }

    @Override
    public synchronized Instant instant() {
        return epoch.plus(set).plusNanos(nanos);
    }

    /** Sets the wall clock; no time passes. */
    public synchronized void set(Duration by) {
        set = set.plus(by);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }

    /** Advances the time and fires each alarm at its own time. */
    public void advance(Duration by) {
        long until = ticker() + by.toNanos();
        Alarm due;
        while ((due = nextDue(until)) != null) {
            due.ring().run();
        }
        synchronized (this) {
            nanos = Math.max(nanos, until);
        }
    }

    /** Number of alarms that have not fired. */
    public synchronized int alarms() {
        return alarms.size();
    }

    Cancellable alarm(Duration delay, Runnable ring) {
        Alarm alarm;
        synchronized (this) {
            alarm = new Alarm(nanos + Math.max(0, delay.toNanos()), number++, ring);
            alarms.add(alarm);
        }
        return () -> {
            synchronized (this) {
                return alarms.remove(alarm);
            }
        };
    }

    private synchronized Alarm nextDue(long until) {
        if (alarms.isEmpty() || alarms.peek().at() > until) {
            return null;
        }
        nanos = Math.max(nanos, alarms.peek().at());
        return alarms.poll();
    }

    private record Alarm(long at, long number, Runnable ring) {}
}
