package dev.pilothouse.desktop.chaos;

import dev.pilothouse.desktop.testing.JvmChild;

/**
 * What a process takes at one time. Immutable.
 *
 * @param children processes that it has started, and theirs
 * @param heapMegabytes what lives after all that can be collected was
 */
record Footprint(int descriptors, int threads, long children, double heapMegabytes) {
    /** What comes and goes by itself: a connection that is made again, a pool's threads, the loader of a class. */
    private static final int MORE_DESCRIPTORS = 6;

    private static final int MORE_THREADS = 4;
    /** A few KB for each of the sessions that a quarter of an hour brings. */
    private static final double MORE_MEGABYTES = 3;

    static Footprint of(JvmChild process) throws Exception {
        double heap = process.collect();
        return new Footprint(
                process.facts().descriptors(),
                process.facts().threads().size(),
                process.handle().descendants().count(),
                heap);
    }

    /**
     * The MB that a host keeps on purpose after so many sessions: the outcomes of the newest 10,000 requests that made or
     * deleted one, 0.3 KB for each.
     */
    static double outcomes(int sessions) {
        return Math.min(2 * sessions, 10_000) * 0.3 / 1024;
    }

    /**
     * Whether this is no more than that was, but for a bounded rest.
     *
     * @param megabytes what is kept on purpose
     */
    boolean isNoMoreThan(Footprint before, double megabytes) {
        return descriptors <= before.descriptors + MORE_DESCRIPTORS
                && threads <= before.threads + MORE_THREADS
                && children <= before.children
                && heapMegabytes <= before.heapMegabytes + MORE_MEGABYTES + megabytes;
    }
}
