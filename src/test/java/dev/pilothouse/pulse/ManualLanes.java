package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Opens {@link ManualLane}s on one {@link ManualClock}, and runs them on the test's thread: in turn, or in an order
 * drawn from a seed, which is how interleavings of lanes are tried.
 */
public final class ManualLanes implements LaneFactory {

    private final ManualClock clock;
    private final List<ManualLane> lanes = new ArrayList<>();

    public ManualLanes(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized ManualLane open(String name, int capacity) {
        ManualLane lane = new ManualLane(name, capacity, clock);
        lanes.add(lane);
        return lane;
    }

    /** Runs one task of each lane in turn until none has any. */
    public void runAll() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (ManualLane lane : lanes()) {
                ran |= lane.runNext();
            }
        }
    }

    /** Runs tasks of lanes drawn at random until none has any; each lane's own order stays. */
    public void runAll(Random random) {
        List<ManualLane> busy = busy();
        while (!busy.isEmpty()) {
            busy.get(random.nextInt(busy.size())).runNext();
            busy = busy();
        }
    }

    /** Runs what waits, moves time, and runs what became due. */
    public void elapse(Duration time) {
        runAll();
        clock.advance(time);
        runAll();
    }

    public ManualClock clock() {
        return clock;
    }

    public synchronized List<ManualLane> lanes() {
        return List.copyOf(lanes);
    }

    /** The lane that was opened last under the name. */
    public ManualLane lane(String name) {
        return lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no lane " + name));
    }

    private List<ManualLane> busy() {
        return lanes().stream().filter(lane -> lane.waiting() > 0).toList();
    }
}
