package dev.pilothouse.pulse;

import dev.pilothouse.pulse.Lanes.LaneThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane on the shared threads of its {@link Lanes}. While it has tasks, it is in the pool's queue once or runs on one
 * thread; without tasks it uses no thread. After {@value #BATCH} tasks it goes to the end of the pool's queue, so a
 * busy lane does not block others.
 *
 * <p>Owns its queue and its timers. Thread-safe. Ends with {@link #close()} or with its owner's.
 */
final class PooledLane implements Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int BATCH = 64;

    private final String name;
    private final int capacity;
    private final Executor pool;
    private final ScheduledExecutorService clock;
    private final Duration closeWait;
    private final Thread.UncaughtExceptionHandler onFailure;
    private final Consumer<PooledLane> onClosed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final Set<Timer> timers = new HashSet<>();
    /** Number of tasks in the queue that came from timers; they do not count against the capacity. */
    private int dueTimers;
    /** Whether it is in the pool's queue or running; this flag makes the lane serial. */
    private boolean active;

    private boolean closed;
    private volatile @Nullable Thread runner;

    PooledLane(
            String name,
            int capacity,
            Executor pool,
            ScheduledExecutorService clock,
            Duration closeWait,
            Thread.UncaughtExceptionHandler onFailure,
            Consumer<PooledLane> onClosed) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of lane " + name + " must be at least 1: " + capacity);
        }
        this.name = Objects.requireNonNull(name, "name");
        this.capacity = capacity;
        this.pool = pool;
        this.clock = clock;
        this.closeWait = closeWait;
        this.onFailure = onFailure;
        this.onClosed = onClosed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean tryExecute(Runnable task) {
        Objects.requireNonNull(task, "task");
        lock.lock();
        try {
            if (closed || isFull()) {
                return false;
            }
            enqueue(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Runnable task) throws InterruptedException {
        Objects.requireNonNull(task, "task");
        if (Thread.currentThread() instanceof LaneThread) {
            execute(task);
            return;
        }
        lock.lockInterruptibly();
        try {
            while (!closed && isFull()) {
                notFull.await();
            }
            if (closed) {
                throw new RejectedExecutionException("lane " + name + " is closed");
            }
            enqueue(task);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return queue.size() - dueTimers >= capacity;
    }

    private void enqueue(Runnable task) {
        if (!active) {
            // First the pool, then the queue: if the pool rejects, the task is rejected too and not left in the queue.
            pool.execute(this::drain);
            active = true;
        }
        queue.add(task);
    }

    @Override
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        lock.lock();
        try {
            if (closed) {
                return Cancellable.NOTHING;
            }
            if (timers.size() + dueTimers >= capacity) {
                throw new RejectedExecutionException("lane " + name + " has too many timers");
            }
            Timer timer = new Timer(delay, task);
            timers.add(timer);
            return timer;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        Thread self = Thread.currentThread();
        String idleName = self.getName();
        self.setName(name);
        runner = self;
        int done = 0;
        Runnable task;
        while ((task = next(done)) != null) {
            run(task);
            done++;
        }
        self.setName(idleName);
    }

    /** The next task for the calling thread; null if the thread must leave the lane, which it then already has. */
    private @Nullable Runnable next(int done) {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                stopRunning();
                active = false;
                quiet.signalAll();
                return null;
            }
            if (done >= BATCH && rescheduleIfNeeded()) {
                return null;
            }
            Runnable task = queue.remove();
            if (task instanceof Timer) {
                dueTimers--;
            } else {
                notFull.signal();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private boolean rescheduleIfNeeded() {
        stopRunning();
        try {
            pool.execute(this::drain);
            return true;
        } catch (RejectedExecutionException e) {
            // The owner is closing; accepted tasks still run, on this thread.
            runner = Thread.currentThread();
            return false;
        }
    }

    /** Called under the lock, so that it cannot overwrite the next thread's {@code runner}. */
    private void stopRunning() {
        runner = null;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) { // Also errors: they must not end the lane or the shared thread.
            try {
                onFailure.uncaughtException(Thread.currentThread(), failure);
            } catch (RuntimeException second) {
                LOG.error("The failure handler of lane {} failed itself", name, second);
            }
        } finally {
            // Clears the interrupt flag, so that it does not affect the next task.
            Thread.interrupted();
        }
    }

    /** Stops accepting tasks and drops the timers. */
    void refuse() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            timers.forEach(Timer::drop);
            timers.clear();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most the given time until all accepted tasks have run; does not wait on the lane itself. */
    void awaitQuiet(long nanos) {
        if (isCurrent()) {
            return;
        }
        long left = nanos;
        lock.lock();
        try {
            while (active && left > 0) {
                left = quiet.awaitNanos(left);
            }
            if (active) {
                LOG.warn("Lane {} is still busy while closing, {} tasks wait", name, queue.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        refuse();
        awaitQuiet(closeWait.toNanos());
        onClosed.accept(this);
    }

    @Override
    public String toString() {
        return "lane " + name;
    }

    /** One scheduled task: waiting, then queued, then finished. Guarded by the lane's lock. */
    private final class Timer implements Runnable, Cancellable {

        private final Runnable task;
        private final Future<?> alarm;
        private boolean over;

        /** Call it under the lock: an alarm without a delay waits there until the timer is in the list. */
        Timer(Duration delay, Runnable task) {
            this.task = task;
            this.alarm = clock.schedule(this::due, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        }

        void due() {
            lock.lock();
            try {
                if (!over && timers.remove(this)) {
                    enqueue(this);
                    dueTimers++;
                }
            } finally {
                lock.unlock();
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
            lock.lock();
            try {
                timers.remove(this);
                alarm.cancel(false);
            } finally {
                lock.unlock();
            }
            return true;
        }

        void drop() {
            over = true;
            alarm.cancel(false);
        }

        private boolean end() {
            lock.lock();
            try {
                boolean first = !over;
                over = true;
                return first;
            } finally {
                lock.unlock();
            }
        }
    }
}
