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
    private static final StopTimings WITH_REQUESTS =
            new StopTimings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private static final StopTimings WITHOUT_REQUESTS =
            new StopTimings(Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** One second each; where a process cannot be asked to end (Windows), it gets five seconds after its stdin closed. */
    public static StopTimings standard() {
        return standard(ProcessHandle.current().supportsNormalTermination());
    }

    static StopTimings standard(boolean asks) {
        return asks ? WITH_REQUESTS : WITHOUT_REQUESTS;
    }

    /**
     * Returns the wait between closing stdin and destroying the process. Where that does not ask but kills, the process
     * gets the time for the request, too.
     */
    Duration graceBeforeDestroy(boolean asks) {
        return asks ? stdinGrace : stdinGrace.plus(termGrace);
    }
}
