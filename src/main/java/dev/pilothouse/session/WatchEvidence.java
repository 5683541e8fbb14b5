package dev.pilothouse.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What the host's watchdog rests a label upon. Immutable; any thread.
 *
 * @param quietSince host time of the agent's last sign
 * @param processes how many processes of the agent live; 0 if that is not known, as for an agent that runs elsewhere
 * @param cpu processor time that they have used during {@code over}
 * @param over how long they were looked at since the last sign; zero if they were not
 */
public record WatchEvidence(Instant quietSince, int processes, Duration cpu, Duration over) {
    public WatchEvidence {
        Objects.requireNonNull(quietSince, "quietSince");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(over, "over");
    }

    /** Whether anything is known of the agent's processes. */
    public boolean knowsProcesses() {
        return processes > 0 && !over.isZero();
    }
}
