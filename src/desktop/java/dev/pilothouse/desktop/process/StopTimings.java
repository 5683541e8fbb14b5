package dev.pilothouse.desktop.process;

import java.time.Duration;

/**
 * Waiting times of the steps that stop a process. Immutable; any thread.
 *
 * @param stdinGrace wait after closing stdin, on which most agents exit by themselves
 * @param termGrace wait after asking every process of the tree to end
 * @param killGrace wait after killing them
 */
public record StopTimings(Duration stdinGrace, Duration termGrace, Duration killGrace) {
    /** One second each. */
    public static StopTimings standard() {
        return new StopTimings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
