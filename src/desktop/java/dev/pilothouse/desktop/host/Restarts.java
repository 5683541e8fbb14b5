package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.pulse.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * How often a session's agent was started again after a crash, and the start that is planned now. A person who starts the
 * agent begins the count anew.
 *
 * <p>Owns one timer at most. Confined to the session's lane.
 */
final class Restarts {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** When each of the last restarts was planned: no more than the policy's limit. */
    private final ArrayDeque<Instant> past = new ArrayDeque<>();

    private Cancellable planned;

    /**
     * Counts one more restart, if the policy allows it.
     *
     * @return how long to wait before it: a second, and twice as long after each crash that follows soon
     */
    Optional<Duration> next(RestartPolicy policy, Instant now) {
        past.removeIf(at -> at.plus(policy.within()).isBefore(now));
        if (!policy.resumes() || past.size() >= policy.limit()) {
            return Optional.empty();
        }
        past.add(now);
        Duration pause = FIRST_PAUSE;
        for (int i = 1; i < past.size() && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** How many there were within the policy's time, with the one that was just allowed. */
    int count() {
        return past.size();
    }

    boolean isPlanned() {
        return planned != null;
    }

    void planned(Cancellable timer) {
        planned = timer;
    }

    /** The planned start is made now, or is not to be made. */
    void unplan() {
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
    }

    /** A person takes over. */
    void forget() {
        unplan();
        past.clear();
    }
}
