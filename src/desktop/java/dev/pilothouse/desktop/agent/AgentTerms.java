package dev.pilothouse.desktop.agent;

import java.time.Duration;
import java.util.Optional;

/**
 * The entry's settings in {@code agents.json} for how the host treats an agent's processes. Immutable; any thread.
 *
 * @param start time limit until its first prompt; empty for the default
 * @param process which of its sessions share one process
 * @param tokens the scope of the token counts at a turn's end
 */
public record AgentTerms(
        RestartPolicy restart, AgentLimits limits, Optional<Duration> start, ProcessUse process, TokenScope tokens) {
    public AgentTerms(RestartPolicy restart, AgentLimits limits) {
        this(restart, limits, Optional.empty(), ProcessUse.OWN, TokenScope.TURN);
    }

    AgentTerms withTokens(TokenScope scope) {
        return new AgentTerms(restart, limits, start, process, scope);
    }

    /** Returns the defaults for an entry without settings. */
    public static AgentTerms standard() {
        return new AgentTerms(RestartPolicy.standard(), AgentLimits.none());
    }
}
