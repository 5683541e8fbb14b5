package dev.pilothouse.pulse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Opens {@link ManualLane}s on one {@link ManualClock} and runs them on the test's thread: in turn, or in a random
 * order from a seed, for testing interleavings of lanes.
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

    /** Runs one task of each lane in turn until none is left. */
    public void runAll() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (ManualLane lane : lanes()) {
                ran |= lane.runNext();
            }
        }
    }

    /** Runs tasks of randomly chosen lanes until none is left; keeps the order within each lane. */
    public void runAll(Random random) {
        List<ManualLane> busy = busy();
        while (!busy.isEmpty()) {
            busy.get(random.nextInt(busy.size())).runNext();
            busy = busy();
        }
    }

    /** Runs waiting tasks, advances the time, and runs the tasks that became due. */
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

    /** The last lane opened with this name. */
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
