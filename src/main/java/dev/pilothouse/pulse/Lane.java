package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A named serial executor: runs its tasks one at a time, in the order of acceptance. Each piece of mutable state
 * belongs to exactly one lane and needs no lock.
 *
 * <p>Owns a bounded queue. Its capacity is set when it is opened and does not include the running task. All methods are
 * thread-safe. An exception of a task goes to the lane's failure handler and does not end the lane. Ends with
 * {@link #close()}.
 */
public interface Lane extends Executor, AutoCloseable {

    /** The lane's name; also the thread's name while it runs a task of this lane. */
    String name();

    /**
     * Adds a task without waiting.
     *
     * @return false if the queue is full or the lane is closed; then the task never runs.
     */
    boolean tryExecute(Runnable task);

    /**
     * Adds a task without waiting.
     *
     * @throws RejectedExecutionException if the queue is full or the lane is closed.
     */
    @Override
    default void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException("lane " + name() + " is full or closed");
        }
    }

    /**
     * Adds a task and waits while the queue is full. This is the back-pressure for threads that read from a process or
     * a socket. A thread that is running a lane's task must not wait for a lane; there this method acts as
     * {@link #execute}.
     *
     * @throws RejectedExecutionException if the lane is closed, also while waiting.
     */
    void put(Runnable task) throws InterruptedException;

    /** Whether the calling thread is running a task of this lane. */
    boolean isCurrent();

    /**
     * Adds the task to the queue after the delay. A timer reserves its place from the start, so its task is accepted
     * even when the queue is full. In return a lane has at most as many timers as its capacity. A cancelled task does
     * not run, even if it is already in the queue. Closing the lane drops timers that are not due; scheduling on a
     * closed lane has no effect.
     *
     * @throws RejectedExecutionException if the lane has too many timers.
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Stops accepting tasks, drops the timers, and waits for a limited time until all accepted tasks have run. Called
     * from the lane itself it does not wait: the rest runs after the current task. Idempotent.
     */
    @Override
    void close();
}
