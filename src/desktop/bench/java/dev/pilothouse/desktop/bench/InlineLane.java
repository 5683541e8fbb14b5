package dev.pilothouse.desktop.bench;

import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Duration;

/** A lane that runs tasks at once on the submitting thread: one projection for each change, as without a lane. */
final class InlineLane implements Lane {
    @Override
    public String name() {
        return "inline";
    }

    @Override
    public boolean tryExecute(Runnable task) {
        task.run();
        return true;
    }

    @Override
    public void put(Runnable task) {
        task.run();
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("nothing here waits");
    }

    @Override
    public void close() {}
}
