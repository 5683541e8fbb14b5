package dev.pilothouse.desktop.bridge;

import java.util.concurrent.TimeUnit;

/**
 * When the next live batch of a connection may go. A client that is told little is told at once; when more than {@value
 * #BURST} batches would fall into one span of {@value #SPAN_MILLIS} ms, they become one batch for each span, until a span
 * brings no more than {@value #BURST} updates again. Times are those of one monotonic clock, in nanoseconds. Confined to
 * its owner.
 */
final class Pace {
    static final int SPAN_MILLIS = 16;
    static final int BURST = 8;
    private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(SPAN_MILLIS);

    private long began;
    private int sent;
    private boolean flooded;

    Pace(long now) {
        began = now - SPAN;
    }

    /** How long the next batch has to wait; 0 if it may go now. */
    long delay(long now) {
        long left = began + SPAN - now;
        return left <= 0 || sent < (flooded ? 1 : BURST) ? 0 : left;
    }

    /** A batch went. @param updates how many it was made of */
    void sent(long now, long updates) {
        if (now - began >= SPAN) {
            // A span that ended with something waiting was a flood; one batch of few updates ends it.
            flooded = (flooded || sent >= BURST) && updates > BURST;
            began = now;
            sent = 0;
        }
        sent++;
    }
}
