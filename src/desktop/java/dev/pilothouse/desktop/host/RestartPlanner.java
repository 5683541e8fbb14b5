package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.RestartTracker;
import dev.pilothouse.pulse.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The planned restart of a session's agent, and the crash count of an agent with its own process.
 *
 * <p>Owns one timer at most. Confined to the session's lane.
 */
final class RestartPlanner {
    private final RestartTracker own = new RestartTracker();

    private @Nullable Cancellable planned;

    /** The crash count for that run. Sessions that share a process share its count. */
    RestartTracker countOf(AgentRun run) {
        return run.crashes().orElse(own);
    }

    boolean isPlanned() {
        return planned != null;
    }

    void planned(Cancellable timer) {
        planned = timer;
    }

    /** Clears the planned start, because it happens now or is cancelled. */
    void unplan() {
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
    }
}
