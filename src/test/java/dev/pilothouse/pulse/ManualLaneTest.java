package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManualLaneTest extends LaneContract {

    private final ManualLanes lanes = new ManualLanes(new ManualClock());

    @Override
    Lane open(int capacity) {
        return lanes.open("manual", capacity);
    }

    @Override
    void hold(Lane lane) {
        // Tasks run only on demand.
    }

    @Override
    void settle(Lane lane) {
        lanes.runAll();
    }

    @Override
    void elapse(Lane lane, Duration time) {
        lanes.elapse(time);
    }

    @Override
    List<Throwable> failures(Lane lane) {
        return ((ManualLane) lane).failures();
    }

    @Test
    void nothingRunsByItself() {
        ManualLane lane = lanes.open("manual", 4);
        lane.execute(() -> log.add("task"));
        assertThat(log).isEmpty();
        assertThat(lane.waiting()).isEqualTo(1);
    }

    @Test
    void puttingOnAFullLaneRunsTheOldestTaskToMakeRoom() {
        ManualLane lane = lanes.open("manual", 1);
        lane.put(() -> log.add("one"));
        lane.put(() -> log.add("two"));
        assertThat(log).containsExactly("one");
    }

    @Test
    void timersRingInTheOrderInWhichTheyAreDue() {
        ManualLane lane = lanes.open("manual", 4);
        lane.schedule(Duration.ofSeconds(2), () -> log.add("second"));
        lane.schedule(Duration.ofSeconds(1), () -> log.add("first"));
        lane.elapse(Duration.ofSeconds(1));
        assertThat(log).containsExactly("first");
        lane.elapse(Duration.ofSeconds(5));
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void aRandomInterleavingKeepsEachLanesOrder() {
        Lane a = lanes.open("a", 50);
        Lane b = lanes.open("b", 50);
        for (int i = 0; i < 50; i++) {
            String number = String.format("%02d", i);
            a.execute(() -> log.add("a" + number));
            b.execute(() -> log.add("b" + number));
        }
        lanes.runAll(new Random(7));
        assertThat(log).hasSize(100);
        assertThat(log.stream().filter(task -> task.startsWith("a"))).isSorted();
        assertThat(log.stream().filter(task -> task.startsWith("b"))).isSorted();
    }
}
