package dev.pilothouse.desktop.host;

/**
 * Limits the memory for sessions that are loaded only for readers, in bytes of their journals. One per host.
 * Thread-safe.
 */
final class ReaderMemoryBudget {
    /** The divisor of the heap size. A journal byte takes up to two bytes in memory, and more while it is read. */
    private static final int SHARE = 8;

    private final long most;
    private long taken;

    ReaderMemoryBudget(long most) {
        this.most = most;
    }

    static ReaderMemoryBudget ofHeap() {
        return new ReaderMemoryBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    synchronized boolean tryTake(long bytes) {
        if (taken + bytes > most) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void release(long bytes) {
        taken -= bytes;
    }
}
