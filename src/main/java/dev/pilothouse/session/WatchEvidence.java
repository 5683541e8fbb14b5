package dev.pilothouse.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The measurements behind a label of the host's watchdog. Immutable and thread-safe.
 *
 * @param quietSince host time of the agent's last output
 * @param processes number of the agent's live processes; 0 if unknown, as for an agent on another machine
 * @param cpu processor time that they used during {@code over}
 * @param over duration of the measurement since the last output; zero if there was none
 */
public record WatchEvidence(Instant quietSince, int processes, Duration cpu, Duration over) {
    public WatchEvidence {
        Objects.requireNonNull(quietSince, "quietSince");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(over, "over");
    }

    /** Whether the agent's processes were measured. */
    public boolean knowsProcesses() {
        return processes > 0 && !over.isZero();
    }
}
