package dev.pilothouse.desktop;

import dev.pilothouse.desktop.power.SleepDetector;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.NamedThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The desktop's lifecycle, in which waking from sleep counts as being resumed. The app then reconnects to its hosts at
 * once, instead of after a dead link times out.
 *
 * <p>Forwards low-memory signals. Owns the thread {@code wake-watch}, which checks every ten seconds and calls the
 * observers. Ends with {@link #close()}.
 */
final class WakeLifecycle implements AppLifecycle, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final AppLifecycle system;
    private final SleepDetector gaps;
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService timer;

    WakeLifecycle(AppLifecycle system, SleepDetector gaps) {
        this.system = system;
        this.gaps = gaps;
    }

    static WakeLifecycle over(AppLifecycle system) {
        WakeLifecycle lifecycle =
                new WakeLifecycle(system, new SleepDetector(System::nanoTime, Clock.systemUTC(), EVERY));
        lifecycle.timer = NamedThreads.timer(NamedThreads.factory("wake-watch"));
        lifecycle.timer.scheduleWithFixedDelay(
                lifecycle::checkGuarded, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return lifecycle;
    }

    /** A timer's task that throws would never run again. */
    private void checkGuarded() {
        try {
            check();
        } catch (RuntimeException defect) {
            CrashReporter.report(Thread.currentThread(), defect);
        }
    }

    /** Checks once. */
    void check() {
        if (gaps.check() == SleepDetector.Seen.WOKE) {
            observers.forEach(Observer::onResumed);
        }
    }

    /** Signals that the heap is nearly full. Any thread. */
    void onMemoryLow() {
        observers.forEach(Observer::onMemoryLow);
    }

    @Override
    public Subscription observe(Observer observer) {
        Subscription subscription = system.observe(observer);
        observers.add(observer);
        return () -> {
            observers.remove(observer);
            subscription.close();
        };
    }

    @Override
    public void quit() {
        system.quit();
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
