package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates daemon threads with names, and executors on such threads. Stateless; any thread may call it. */
public final class NamedThreads {

    private NamedThreads() {}

    /** A thread that is not started yet. */
    public static Thread create(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    public static Thread start(String name, Runnable work) {
        Thread thread = create(name, work);
        thread.start();
        return thread;
    }

    /** Gives every thread the same name. */
    public static ThreadFactory factory(String name) {
        return work -> create(name, work);
    }

    /** Names the threads {@code prefix-1}, {@code prefix-2} and so on. */
    public static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> create(prefix + '-' + number.incrementAndGet(), work);
    }

    /**
     * An executor whose threads end when they were idle for a time. It refuses tasks when its queue is full.
     *
     * @param waiting capacity of the queue
     */
    public static ThreadPoolExecutor pool(int threads, Duration idle, int waiting, ThreadFactory factory) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, idle.toMillis(), TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(waiting), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** An executor with one thread, which forgets a cancelled task at once. */
    public static ScheduledThreadPoolExecutor timer(ThreadFactory factory) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
