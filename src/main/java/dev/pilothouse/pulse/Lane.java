package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A named serial executor: runs its tasks one after the other, in the order in which they were accepted, never two at
 * once. A piece of mutable state belongs to exactly one lane and needs no lock.
 *
 * <p>Owns a bounded queue; its capacity is given when it is opened and does not count the task that is running. Every
 * method may be called from any thread. An exception that a task lets out goes to the lane's one failure handler and
 * never ends the lane. Ends with {@link #close()}.
 */
public interface Lane extends Executor, AutoCloseable {

    /** The lane's name, which is also the name of the thread while it runs a task of this lane. */
    String name();

    /**
     * Offers a task without ever waiting.
     *
     * @return false, and the task never runs, if the queue is full or the lane is closed.
     */
    boolean tryExecute(Runnable task);

    /**
     * Adds a task without ever waiting.
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
     * Adds a task and waits while the queue is full. This is the back-pressure of threads that read from a process or a
     * socket. A thread that is just running a lane's task must not wait for a lane, so there it acts as
     * {@link #execute}.
     *
     * @throws RejectedExecutionException if the lane is closed, also while waiting.
     */
    void put(Runnable task) throws InterruptedException;

    /** Whether the calling thread is just running a task of this lane. */
    boolean isCurrent();

    /**
     * Asserts that the caller is on this lane.
     *
     * @throws IllegalStateException if it is not, which is a bug of the caller.
     */
    default void requireCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException("must be called on lane " + name() + ", not on "
                    + Thread.currentThread().getName());
        }
    }

    /**
     * Adds the task to the queue after the delay. A timer holds its place from the start, so a task that is due is
     * accepted even when the queue is full; in return a lane has at most as many timers as its capacity. Once cancelled,
     * the task does not run, even if it is in the queue already. Timers that are not due when the lane is closed are
     * dropped, and one that is asked for afterwards never fires.
     *
     * @throws RejectedExecutionException if the lane has too many timers.
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Stops accepting, drops the timers, lets everything that was accepted run, and waits for that, but not for ever.
     * Called from the lane itself it does not wait: the rest runs after the current task. Idempotent.
     */
    @Override
    void close();
}
