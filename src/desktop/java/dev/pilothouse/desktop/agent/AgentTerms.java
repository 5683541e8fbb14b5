package dev.pilothouse.desktop.agent;

import java.time.Duration;
import java.util.Optional;

/**
 * How the host treats an agent's processes: its own words in {@code agents.json}. Immutable; any thread.
 *
 * @param start how long it may take until its first prompt; empty for the usual time
 * @param process which of its sessions are in one process
 * @param tokens what it counts in the tokens that it gives at a turn's end
 */
public record AgentTerms(
        RestartPolicy restart, AgentLimits limits, Optional<Duration> start, ProcessUse process, TokenScope tokens) {
    public AgentTerms(RestartPolicy restart, AgentLimits limits) {
        this(restart, limits, Optional.empty(), ProcessUse.OWN, TokenScope.TURN);
    }

    AgentTerms withTokens(TokenScope scope) {
        return new AgentTerms(restart, limits, start, process, scope);
    }

    /** For an entry that says nothing of it. */
    public static AgentTerms standard() {
        return new AgentTerms(RestartPolicy.standard(), AgentLimits.none());
    }
}
