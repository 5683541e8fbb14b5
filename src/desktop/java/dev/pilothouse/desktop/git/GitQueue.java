package dev.pilothouse.desktop.git;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets a fixed number of commands run at a time, in the order in which they came. The number of waiting callers is
 * bounded. Any thread; owns nothing that must be closed.
 */
final class GitQueue {
    private static final long LOOK_MILLIS = 20;

    private final int running;
    private final int waiting;
    private final ArrayDeque<Object> callers = new ArrayDeque<>();
    private int active;

    /**
     * @param running how many run at a time
     * @param waiting how many wait; a further one is refused
     */
    GitQueue(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
    }

    /**
     * Waits for a turn. The caller ends a granted turn with {@link #end}.
     *
     * @return empty if the turn is granted, otherwise the reason why not
     */
    synchronized Optional<GitResult.Outcome> begin(BooleanSupplier cancelled) {
        if (callers.size() >= waiting) {
            return Optional.of(GitResult.Outcome.BUSY);
        }
        Object caller = new Object();
        callers.addLast(caller);
        try {
            while (active >= running || callers.peekFirst() != caller) {
                if (cancelled.getAsBoolean()) {
                    return Optional.of(GitResult.Outcome.CANCELLED);
                }
                wait(LOOK_MILLIS);
            }
            active++;
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of(GitResult.Outcome.CANCELLED);
        } finally {
            callers.remove(caller);
            notifyAll();
        }
    }

    synchronized void end() {
        active--;
        notifyAll();
    }

    /** Waits until nothing runs, but not longer than the limit. */
    synchronized void awaitIdle(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (active > 0 && System.nanoTime() - end < 0) {
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
