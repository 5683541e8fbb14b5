package dev.pilothouse.desktop.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * How often an agent was started again after a crash. A process that several sessions share dies once, so all of them get
 * the answer that the first has got. Owns the times of the last restarts, no more than the policy's limit. Any thread; has
 * no end.
 */
public final class CrashCount {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** When each of the last restarts was planned. */
    private final ArrayDeque<Instant> past = new ArrayDeque<>();

    private Object counted;
    private Verdict verdict = new Verdict(Optional.empty(), 0);

    /**
     * What becomes of a crash.
     *
     * @param pause how long to wait before the restart; empty if there is none
     * @param count how many restarts there were within the policy's time, with this one
     */
    public record Verdict(Optional<Duration> pause, int count) {}

    /**
     * Counts one more restart, if the policy allows it and this crash was not counted already.
     *
     * @param process what has crashed; see {@link AgentAdapter#process}
     * @return with a pause of a second, and twice as much after each crash that follows soon
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
        Duration pause = FIRST_PAUSE;
        for (int i = 1; i < past.size() && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return new Verdict(Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE), past.size());
    }

    /** A person takes over, who is no machine that repeats itself. */
    public synchronized void forget() {
        past.clear();
    }
}
