package dev.pilothouse.desktop.agent;

import java.time.Duration;
import java.util.Optional;

/**
 * The entry's settings in {@code agents.json} for how the host treats an agent's processes. Immutable; any thread.
 *
 * @param start time limit until its first prompt; empty for the default
 * @param process which of its sessions share one process
 * @param tokens the scope of the token counts at a turn's end
 * @param isolatesServers whether sessions that share a process cannot use the MCP servers of each other
 * @param protocol the newest version of ACP that the agent is offered
 */
public record AgentPolicy(
        RestartPolicy restart,
        AgentLimits limits,
        Optional<Duration> start,
        ProcessSharing process,
        TokenScope tokens,
        boolean isolatesServers,
        int protocol) {
    public AgentPolicy(RestartPolicy restart, AgentLimits limits) {
        this(restart, limits, Optional.empty(), ProcessSharing.OWN, TokenScope.TURN, false, 1);
    }

    public AgentPolicy withTokens(TokenScope scope) {
        return new AgentPolicy(restart, limits, start, process, scope, isolatesServers, protocol);
    }

    /** Returns the defaults for an entry without settings. */
    public static AgentPolicy standard() {
        return new AgentPolicy(RestartPolicy.standard(), AgentLimits.none());
    }
}
