package dev.pilothouse.desktop.process;

import java.time.Duration;

/**
 * How long each step of stopping a process waits. Immutable; any thread.
 *
 * @param stdinGrace after closing stdin, on which most agents exit by themselves
 * @param termGrace after asking every process of the tree to end
 * @param killGrace after ending them by force
 */
public record StopTimings(Duration stdinGrace, Duration termGrace, Duration killGrace) {
    /** One second each. */
    public static StopTimings standard() {
        return new StopTimings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
