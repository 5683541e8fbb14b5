package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the descendants of running children at intervals, where the system does not show environments (macOS,
 * Windows). A descendant can then be found only through its parent, and so only while the parent lives. Owns the thread
 * {@code descendant-watch}, which runs while there is a child. A descendant whose parent ends within one interval of its
 * start is not seen. Any thread.
 */
final class DescendantWatch {
    /** Long enough to cost little, short against the time that a server of an agent runs. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(DescendantWatch.class);

    private final Duration interval;
    private final List<CliProcess> children = new ArrayList<>();
    private boolean running;

    DescendantWatch(Duration interval) {
        this.interval = interval;
    }

    synchronized void add(CliProcess child) {
        children.add(child);
        if (!running) {
            running = true;
            NamedThreads.start("descendant-watch", this::run);
        }
    }

    private void run() {
        do {
            LockSupport.parkNanos(interval.toNanos());
            copy().forEach(DescendantWatch::look);
        } while (goesOn());
    }

    private static void look(CliProcess child) {
        try {
            child.trackDescendants();
        } catch (RuntimeException bug) {
            log.error("the descendants of a child could not be tracked", bug);
        }
    }

    private synchronized List<CliProcess> copy() {
        return List.copyOf(children);
    }

    private synchronized boolean goesOn() {
        children.removeIf(CliProcess::isReleased);
        running = !children.isEmpty();
        return running;
    }
}
