package dev.pilothouse.desktop.rpc;

import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Port: runs an action after a delay, unless it is cancelled. Any thread. */
@FunctionalInterface
public interface Deadlines {
    /**
     * Schedules an action, which must be short.
     *
     * @return cancels it; has no effect afterwards
     */
    Runnable after(Duration delay, Runnable action);

    /** Returns deadlines on one daemon thread of that name, which ends after some idle seconds. */
    static Deadlines onThread(String name) {
        // A cancelled deadline must not keep its request in memory until its time.
        ScheduledThreadPoolExecutor executor = NamedThreads.timer(NamedThreads.factory(name));
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return (delay, action) -> {
            Future<?> planned = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        };
    }
}
