package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.CrashCount;
import dev.pilothouse.pulse.Cancellable;

/**
 * The restart of a session's agent that is planned now, and the count of them while the agent has a process of its own.
 *
 * <p>Owns one timer at most. Confined to the session's lane.
 */
final class Restarts {
    private final CrashCount own = new CrashCount();

    private Cancellable planned;

    /** Where crashes of that life are counted: with those of all sessions that share its process. */
    CrashCount countOf(AgentRun run) {
        return run.crashes().orElse(own);
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
}
