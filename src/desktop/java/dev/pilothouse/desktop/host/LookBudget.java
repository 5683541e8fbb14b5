package dev.pilothouse.desktop.host;

/**
 * How much of a host's memory goes to sessions that are there only because somebody looks at them, in bytes of their
 * journals. One for each host. Any thread.
 */
final class LookBudget {
    /** Of the heap. A byte of a journal takes up to two in memory, and more while it is read. */
    private static final int SHARE = 8;

    private final long most;
    private long taken;

    LookBudget(long most) {
        this.most = most;
    }

    static LookBudget ofHeap() {
        return new LookBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    synchronized boolean tryTake(long bytes) {
        if (taken + bytes > most) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void give(long bytes) {
        taken -= bytes;
    }
}
