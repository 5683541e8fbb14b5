package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.rpc.Deadlines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Deadlines that the test triggers. Any thread. */
final class ManualDeadlines implements Deadlines {
    private final List<Planned> planned = new CopyOnWriteArrayList<>();

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Planned entry = new Planned(delay, action);
        planned.add(entry);
        return () -> planned.remove(entry);
    }

    /** Runs every task with a delay of at most that long. */
    void pass(Duration time) {
        for (Planned entry : planned) {
            if (entry.delay().compareTo(time) <= 0 && planned.remove(entry)) {
                entry.action().run();
            }
        }
    }

    /** The number of tasks with a delay of at most that long. */
    long waiting(Duration time) {
        return planned.stream()
                .filter(entry -> entry.delay().compareTo(time) <= 0)
                .count();
    }

    private record Planned(Duration delay, Runnable action) {}
}
