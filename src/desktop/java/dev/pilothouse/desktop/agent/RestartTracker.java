package dev.pilothouse.desktop.agent;

import dev.pilothouse.pulse.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often an agent was restarted after a crash. A process that several sessions share crashes once, so all of
 * them get the verdict of the first. Owns the times of the last restarts, at most the policy's limit. Any thread; needs
 * no closing.
 */
public final class RestartTracker {
    public static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), MAX_PAUSE);

    /** The times at which the last restarts were planned. */
    private final ArrayDeque<Instant> past = new ArrayDeque<>();

    private @Nullable Object counted;
    private Verdict verdict = new Verdict(Optional.empty(), 0);

    /**
     * The decision on a crash.
     *
     * @param pause the delay before the restart; empty if there is none
     * @param count restarts within the policy's period, including this one
     */
    public record Verdict(Optional<Duration> pause, int count) {}

    /**
     * Counts one more restart, if the policy allows it and this crash was not counted before.
     *
     * @param process the crashed process; see {@link AgentAdapter#process}
     * @return with a delay of one second, doubled after each further crash within the period
     */
    public synchronized Verdict crashed(Object process, RestartPolicy policy, Instant now) {
        if (process != counted) {
            counted = process;
            verdict = next(policy, now);
        }
        return verdict;
    }

    private Verdict next(RestartPolicy policy, Instant now) {
        past.removeIf(at -> at.plus(policy.within()).isBefore(now));
        if (!policy.resumes() || past.size() >= policy.limit()) {
            return new Verdict(Optional.empty(), past.size());
        }
        past.add(now);
        return new Verdict(Optional.of(PAUSES.after(past.size())), past.size());
    }

    /** Resets the count, because a user has restarted the agent. */
    public synchronized void reset() {
        past.clear();
    }
}
