package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * An entry of the host's agent catalogue as clients see it.
 *
 * @param installed whether its start command was found
 * @param command what the host would run, for display
 * @param installHint how to get it, may be empty
 * @param modes the modes that it offered when it last ran on this host; empty before
 */
public record AgentInfo(
        AgentId agentId, String name, boolean installed, String command, String installHint, List<AgentMode> modes) {
    public AgentInfo {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(installHint, "installHint");
        modes = List.copyOf(modes);
    }
}
