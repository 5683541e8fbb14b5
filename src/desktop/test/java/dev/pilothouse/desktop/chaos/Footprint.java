package dev.pilothouse.desktop.chaos;

import dev.pilothouse.desktop.testing.JvmChild;

/**
 * The resources of a process at one time. Immutable.
 *
 * @param children its children and their descendants
 * @param heapMegabytes the live heap after a full collection
 */
record Footprint(int descriptors, int threads, long children, double heapMegabytes) {
    /** The normal variation: a reconnected link, a pool's threads, the loader of a class. */
    private static final int MORE_DESCRIPTORS = 6;

    private static final int MORE_THREADS = 4;
    /** A few KB for each of the sessions of a quarter of an hour. */
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
     * The MB that a host intentionally keeps after so many sessions: the outcomes of the newest 10,000 requests that
     * created or deleted one, 0.3 KB each.
     */
    static double outcomes(int sessions) {
        return Math.min(2 * sessions, 10_000) * 0.3 / 1024;
    }

    /**
     * Whether this is no more than the earlier one, apart from a bounded rest.
     *
     * @param megabytes the intentionally kept memory
     */
    boolean isNoMoreThan(Footprint before, double megabytes) {
        return descriptors <= before.descriptors + MORE_DESCRIPTORS
                && threads <= before.threads + MORE_THREADS
                && children <= before.children
                && heapMegabytes <= before.heapMegabytes + MORE_MEGABYTES + megabytes;
    }
}
