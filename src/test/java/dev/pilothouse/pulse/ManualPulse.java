package dev.pilothouse.pulse;

import java.util.Objects;

/**
 * A pulse that beats on demand, on the calling thread. Pass it as {@link Pulse.Source}; it serves one drain. Stops and
 * starts like the real one: a drain that returns false stops it, and a concurrent {@link #arm()} starts it again. Any
 * thread may arm it.
 */
public final class ManualPulse implements Pulse, Pulse.Source {

    private Drain drain;
    private boolean beating;
    private boolean asked;
    private boolean closed;
    private int arms;
    private int drains;

    @Override
    public synchronized ManualPulse open(Drain target) {
        if (drain != null) {
            throw new IllegalStateException("this pulse serves a drain already");
        }
        drain = Objects.requireNonNull(target, "target");
        return this;
    }

    @Override
    public synchronized void arm() {
        arms++;
        asked = !closed;
    }

    /** Beats once if it is armed; returns whether it was. */
    public boolean beat() {
        synchronized (this) {
            if (!isArmed()) {
                return false;
            }
            asked = false;
            drains++;
        }
        boolean again = drain.drain();
        synchronized (this) {
            beating = again && !closed;
        }
        return true;
    }

    /** Beats until the pulse stops; returns the number of beats. Fails if it never stops. */
    public int beatUntilStill() {
        int count = 0;
        while (beat()) {
            if (++count > 100_000) {
                throw new AssertionError("the pulse never stands still");
            }
        }
        return count;
    }

    /** Whether the next beat will call the drain. */
    public synchronized boolean isArmed() {
        return beating || asked;
    }

    /** How often {@link #arm()} was called. */
    public synchronized int arms() {
        return arms;
    }

    /** How often the drain was called. */
    public synchronized int drains() {
        return drains;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        beating = false;
        asked = false;
    }
}
