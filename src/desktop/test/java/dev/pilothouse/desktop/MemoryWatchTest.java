package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.power.SleepDetector;
import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.pulse.ManualClock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryWatchTest {
    private static final double ALMOST_NOTHING = 1e-6;

    private final AtomicInteger told = new AtomicInteger();

    @Test
    void aHeapThatStaysFullAfterItWasClearedUpIsTold() {
        try (MemoryWatch watch = new MemoryWatch(ALMOST_NOTHING, told::incrementAndGet)) {
            System.gc();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> told.get() > 0);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void afterItsEndNothingIsWatched() {
        MemoryWatch watch = new MemoryWatch(ALMOST_NOTHING, told::incrementAndGet);
        watch.close();
        watch.close();

        assertThat(ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
                        .mapToLong(MemoryPoolMXBean::getCollectionUsageThreshold))
                .containsOnly(0L);
    }

    @Test
    void whoObservesTheDesktopHearsIt() {
        WakeLifecycle desktop = new WakeLifecycle(
                new ManualLifecycle(), new SleepDetector(() -> 0, new ManualClock(), Duration.ofSeconds(10)));
        desktop.observe(new AppLifecycle.Observer() {
            @Override
            public void onPaused() {}

            @Override
            public void onResumed() {}

            @Override
            public void onMemoryLow() {
                told.incrementAndGet();
            }
        });

        desktop.onMemoryLow();

        assertThat(told).hasValue(1);
    }
}
