package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * A lane whose tasks run on demand on the test's thread; its timers follow a {@link ManualClock}. Fulfils the contract
 * of {@link Lane} ({@link LaneContract}), with two differences that a single thread requires. {@link #put} on a full
 * lane runs the oldest tasks to make room, and {@link #close()} runs the accepted tasks itself.
 *
 * <p>Exceptions of tasks are collected in {@link #failures()}. Any thread may add tasks; one thread runs them.
 */
public final class ManualLane implements Lane {

    private final String name;
    private final int capacity;
    private final ManualClock clock;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int dueTimers;
    private boolean closed;
    private volatile Thread runner;

    public ManualLane(String name) {
        this(name, 1024, new ManualClock());
    }

    public ManualLane(String name, int capacity, ManualClock clock) {
        this.name = name;
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized boolean tryExecute(Runnable task) {
        if (closed || isFull()) {
            return false;
        }
        queue.add(task);
        return true;
    }

    @Override
    public void put(Runnable task) {
        while (!tryExecute(task)) {
            if (isClosed() || isCurrent() || !runNext()) {
                throw new RejectedExecutionException("lane " + name + " is full or closed");
            }
        }
    }

    private boolean isFull() {
        return queue.size() - dueTimers >= capacity;
    }

    @Override
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        if (closed) {
            return Cancellable.NOTHING;
        }
        if (timers.size() + dueTimers >= capacity) {
            throw new RejectedExecutionException("lane " + name + " has too many timers");
        }
        Timer timer = new Timer(task);
        timers.add(timer);
        timer.alarm = clock.alarm(delay, timer::due);
        return timer;
    }

    /** Runs the oldest task; returns false if there is none. */
    public boolean runNext() {
        Runnable task;
        synchronized (this) {
            task = queue.poll();
            if (task instanceof Timer) {
                dueTimers--;
            }
        }
        if (task == null) {
            return false;
        }
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            task.run();
        } catch (Throwable failure) {
            synchronized (this) {
                failures.add(failure);
            }
        } finally {
            runner = before;
        }
        return true;
    }

    /** Runs tasks until none waits, including those added meanwhile; returns how many ran. */
    public int runAll() {
        int count = 0;
        while (runNext()) {
            count++;
        }
        return count;
    }

    /** Runs waiting tasks, advances the time, and runs the tasks that became due. */
    public void elapse(Duration time) {
        runAll();
        clock.advance(time);
        runAll();
    }

    /** Number of waiting tasks. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** Exceptions thrown by tasks. */
    public synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    public ManualClock clock() {
        return clock;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            timers.forEach(Timer::drop);
            timers.clear();
        }
        if (!isCurrent()) {
            runAll();
        }
    }

    private final class Timer implements Runnable, Cancellable {

        private final Runnable task;
        private Cancellable alarm = NOTHING;
        private boolean over;

        Timer(Runnable task) {
            this.task = task;
        }

        void due() {
            synchronized (ManualLane.this) {
                if (!over && timers.remove(this)) {
                    queue.add(this);
                    dueTimers++;
                }
            }
        }

        @Override
        public void run() {
            if (end()) {
                task.run();
            }
        }

        @Override
        public boolean cancel() {
            if (!end()) {
                return false;
            }
            synchronized (ManualLane.this) {
                timers.remove(this);
            }
            alarm.cancel();
            return true;
        }

        void drop() {
            over = true;
            alarm.cancel();
        }

        private boolean end() {
            synchronized (ManualLane.this) {
                boolean first = !over;
                over = true;
                return first;
            }
        }
    }
}
