package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundPolicyTest {
    private static final Duration SHORT = BackgroundPolicy.GRACE.minusSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final ManualLane lane = new ManualLane("client-state", 16, clock);
    private final ManualLifecycle device = new ManualLifecycle();
    private final List<String> done = new ArrayList<>();
    private final BackgroundPolicy paused = new BackgroundPolicy(lane, clock, new Recorder());

    private final class Recorder implements BackgroundPolicy.Client {
        @Override
        public void save() {
            done.add("save");
        }

        @Override
        public void pause() {
            done.add("rest");
        }

        @Override
        public void resume() {
            done.add("wake");
        }

        @Override
        public void releaseMemory() {
            done.add("trim");
        }
    }

    {
        device.observe(paused);
    }

    private void pass(Duration time) {
        lane.elapse(time);
    }

    @Test
    void aPauseSavesAtOnceAndLetsGoOnlyAfterTheGrace() {
        device.pause();
        pass(SHORT);
        assertThat(done).containsExactly("save");

        pass(Duration.ofSeconds(1));
        assertThat(done).containsExactly("save", "rest", "trim");

        pass(Duration.ofHours(1));
        assertThat(done).hasSize(3);
        device.resume();
        assertThat(done).last().isEqualTo("wake");
    }

    @Test
    void aShortPauseKeepsWhatIsThere() {
        device.pause();
        pass(SHORT);
        device.resume();
        pass(Duration.ofHours(1));

        assertThat(done).containsExactly("save", "wake");
    }

    @Test
    void eachPauseHasAGraceOfItsOwn() {
        device.pause();
        pass(SHORT);
        device.resume();
        device.pause();
        pass(SHORT);
        assertThat(done).doesNotContain("rest");
        pass(Duration.ofSeconds(1));
        assertThat(done).contains("rest");
    }

    @Test
    void aPauseThatIsToldTwiceIsOne() {
        device.pause();
        pass(SHORT);
        device.pause();
        pass(Duration.ofSeconds(1));

        assertThat(done).containsExactly("save", "save", "rest", "trim");
    }

    /** The device has stopped the app: its timers stand still, and the wall clock runs on. */
    @Test
    void afterALongStandstillNoLinkOfBeforeIsTrusted() {
        device.pause();
        clock.advance(Duration.ofHours(8));
        device.resume();
        lane.runAll();

        assertThat(done).containsExactly("save", "rest", "wake");
    }

    @Test
    void comingBackWithoutHavingGoneOnlyReachesForTheHosts() {
        device.resume();

        assertThat(done).containsExactly("wake");
    }

    @Test
    void aDeviceThatIsShortOfMemoryKeepsItsLinks() {
        paused.onMemoryLow();

        assertThat(done).containsExactly("trim");
    }

    @Test
    void whereNoTimerCanBeHadTheLinksGoAtOnce() {
        ManualLane full = new ManualLane("full", 1, clock);
        full.schedule(Duration.ofDays(1), () -> {});
        BackgroundPolicy other = new BackgroundPolicy(full, clock, new Recorder());

        other.onPaused();

        assertThat(done).containsExactly("save", "rest", "trim");
    }

    @Test
    void afterItsEndNothingIsTouched() {
        device.pause();
        paused.close();
        paused.close();
        pass(Duration.ofHours(1));
        device.resume();

        assertThat(done).containsExactly("save");
    }
}
