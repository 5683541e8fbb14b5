package dev.pilothouse.pulse;

/**
 * Opens lanes. Owns what they run on; may be called from any thread; ends with its implementation's close.
 */
@FunctionalInterface
public interface LaneFactory {

    /**
     * Opens a lane.
     *
     * @param name what it is for, such as {@code client-state} or {@code session-3f2a}; shown as thread name.
     * @param capacity how many tasks may wait, and how many timers may run; at least 1.
     * @throws java.util.concurrent.RejectedExecutionException if the factory is closed.
     */
    Lane open(String name, int capacity);
}
