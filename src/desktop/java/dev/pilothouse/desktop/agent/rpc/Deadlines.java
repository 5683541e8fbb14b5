package dev.pilothouse.desktop.agent.rpc;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Port: runs something after a time, unless it is called off. Any thread. */
@FunctionalInterface
public interface Deadlines {
    /**
     * Plans an action, which must be short.
     *
     * @return what calls it off; harmless afterwards
     */
    Runnable after(Duration delay, Runnable action);

    /** Deadlines on one daemon thread of that name; it ends when it has had nothing to do for some seconds. */
    static Deadlines onThread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        // A called-off deadline must not keep its request in memory until its time.
        executor.setRemoveOnCancelPolicy(true);
        return (delay, action) -> {
            Future<?> planned = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        };
    }
}
