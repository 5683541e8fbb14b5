package dev.pilothouse.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, with its outcome.
 *
 * @param stopReason null until it is over
 * @param sentence about the state; may be empty
 * @param endedAt null until it is over
 */
public record RunStatus(
        RunState state,
        @Nullable RunStopReason stopReason,
        HostText sentence,
        @Nullable Instant endedAt) {
    public static final RunStatus RUNNING = new RunStatus(RunState.RUNNING, null, HostText.NONE, null);
}
