package dev.pilothouse.pulse;

/** Opens lanes. Owns the threads that run them; thread-safe; ends with its implementation's close. */
@FunctionalInterface
public interface LaneFactory {

    /**
     * Opens a lane.
     *
     * @param name its purpose, such as {@code client-state} or {@code session-3f2a}; used as the thread name.
     * @param capacity maximum number of waiting tasks, and of timers; at least 1.
     * @throws java.util.concurrent.RejectedExecutionException if the factory is closed.
     */
    Lane open(String name, int capacity);
}
