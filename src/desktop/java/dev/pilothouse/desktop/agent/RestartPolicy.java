package dev.pilothouse.desktop.agent;

import java.time.Duration;

/**
 * The policy for an agent that ended unexpectedly. Immutable; any thread.
 *
 * @param resumes whether it is restarted automatically, in the same session
 * @param limit the maximum of restarts within {@code within}
 * @param within the period in which restarts are counted
 */
public record RestartPolicy(boolean resumes, int limit, Duration within) {
    public static final int MAX_LIMIT = 100;
    public static final Duration MAX_WITHIN = Duration.ofDays(1);

    public RestartPolicy {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A limit of restarts is from 1 to " + MAX_LIMIT + ".");
        }
        if (within.compareTo(Duration.ofMinutes(1)) < 0 || within.compareTo(MAX_WITHIN) > 0) {
            throw new IllegalArgumentException("Restarts are counted within a minute to a day.");
        }
    }

    /** Returns the default: up to three restarts within ten minutes. */
    public static RestartPolicy standard() {
        return new RestartPolicy(true, 3, Duration.ofMinutes(10));
    }

    /** Returns the policy without automatic restarts. */
    public static RestartPolicy disabled() {
        return new RestartPolicy(false, 1, Duration.ofMinutes(10));
    }
}
