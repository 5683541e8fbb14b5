package dev.pilothouse.desktop.agent;

import java.time.Duration;

/**
 * What becomes of an agent that ended without anybody's wish. Immutable; any thread.
 *
 * @param resumes whether it is started again by itself, in the same session
 * @param limit how often within {@code within}
 * @param within the time in which ends are counted
 */
public record RestartPolicy(boolean resumes, int limit, Duration within) {
    static final int MAX_LIMIT = 100;
    static final Duration MAX_WITHIN = Duration.ofDays(1);

    public RestartPolicy {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A limit of restarts is from 1 to " + MAX_LIMIT + ".");
        }
        if (within.compareTo(Duration.ofMinutes(1)) < 0 || within.compareTo(MAX_WITHIN) > 0) {
            throw new IllegalArgumentException("Restarts are counted within a minute to a day.");
        }
    }

    /** Started again up to three times within ten minutes. */
    public static RestartPolicy standard() {
        return new RestartPolicy(true, 3, Duration.ofMinutes(10));
    }

    /** Never started again by itself. */
    public static RestartPolicy never() {
        return new RestartPolicy(false, 1, Duration.ofMinutes(10));
    }
}
