package dev.pilothouse.desktop.bridge;

import java.util.concurrent.TimeUnit;

/**
 * Limits the rate of live batches of a connection. A batch is sent at once if there are few. When more than
 * {@value #BURST} batches would fall into one span of {@value #SPAN_MILLIS} ms, one batch per span is sent instead.
 * This lasts until a span has no more than {@value #BURST} updates. Times are those of one monotonic clock, in
 * nanoseconds. Confined to its owner.
 */
final class Throttle {
    static final int SPAN_MILLIS = 16;
    static final int BURST = 8;
    private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(SPAN_MILLIS);

    private long began;
    private int sent;
    private boolean flooded;

    Throttle(long now) {
        began = now - SPAN;
    }

    /** The delay before the next batch; 0 if it may be sent now. */
    long delay(long now) {
        long left = began + SPAN - now;
        return left <= 0 || sent < (flooded ? 1 : BURST) ? 0 : left;
    }

    /** Records a sent batch. @param updates the number of updates merged into it */
    void sent(long now, long updates) {
        if (now - began >= SPAN) {
            // A full span counts as a flood; one batch of few updates ends the flood.
            flooded = (flooded || sent >= BURST) && updates > BURST;
            began = now;
            sent = 0;
        }
        sent++;
    }
}
