package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lanes of one process, multiplexed over a few shared daemon threads, so that hundreds of sessions do not need
 * hundreds of threads. A thread has the name of the lane whose tasks it runs.
 *
 * <p>Owns the threads, the single timer thread (which only moves due tasks into their lanes) and every lane that it
 * opened. Thread-safe. Ends with {@link #close()}, which closes the lanes first.
 *
 * <p>A task that blocks occupies one of the shared threads: short disk writes are fine, waiting for a peer is not.
 */
public final class Lanes implements LaneFactory, AutoCloseable {

    /** How long {@link #close()}, and the close of each lane, waits for accepted tasks. */
    static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor timer;
    private final Thread.UncaughtExceptionHandler onFailure;
    private final Duration closeWait;
    private final Set<PooledLane> open = new HashSet<>();
    private boolean closed;

    /**
     * Makes a factory with twice as many threads as there are processors, and at least four.
     *
     * @param name prefix of the idle threads' names.
     * @param onFailure receives exceptions of tasks, on the lane's thread.
     */
    public Lanes(String name, Thread.UncaughtExceptionHandler onFailure) {
        this(name, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), CLOSE_WAIT, onFailure);
    }

    Lanes(String name, int threads, Duration closeWait, Thread.UncaughtExceptionHandler onFailure) {
        this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
        this.closeWait = closeWait;
        // Needs no bound, because each lane is in the pool's queue at most once.
        this.pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name + "-lanes"));
        this.pool.allowCoreThreadTimeOut(true);
        this.timer = NamedThreads.timer(daemons(name + "-timer"));
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> new LaneThread(work, prefix + '-' + number.incrementAndGet());
    }

    @Override
    public Lane open(String name, int capacity) {
        PooledLane lane = new PooledLane(name, capacity, pool, timer, closeWait, onFailure, this::remove);
        synchronized (open) {
            if (closed) {
                throw new RejectedExecutionException("no lane " + name + ": its owner is closed");
            }
            open.add(lane);
        }
        return lane;
    }

    private void remove(PooledLane lane) {
        synchronized (open) {
            open.remove(lane);
        }
    }

    /**
     * Closes all lanes, then the threads. First all lanes stop accepting tasks, then accepted tasks run, then the
     * threads end. Waits at most the closing time in total, then interrupts running tasks. Called from a task of a
     * lane, it does not wait for that lane. Idempotent.
     */
    @Override
    public void close() {
        List<PooledLane> closing;
        synchronized (open) {
            closed = true;
            closing = new ArrayList<>(open);
        }
        closing.forEach(PooledLane::refuse);
        long deadline = System.nanoTime() + closeWait.toNanos();
        for (PooledLane lane : closing) {
            lane.awaitQuiet(deadline - System.nanoTime());
        }
        timer.shutdownNow();
        pool.shutdown();
        if (Thread.currentThread() instanceof LaneThread) {
            return;
        }
        try {
            if (!pool.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** A shared thread, on which no task may wait for a lane. */
    static final class LaneThread extends Thread {
        LaneThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
