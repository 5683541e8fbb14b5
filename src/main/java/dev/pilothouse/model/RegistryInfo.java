package dev.pilothouse.model;

import java.time.Instant;
import java.util.List;

/**
 * The agents that a host can install, and the person's own ones.
 *
 * @param asOf the age of the host's copy of the registry
 * @param shipped whether that copy came with the program
 */
public record RegistryInfo(Instant asOf, boolean shipped, List<RegistryAgent> agents, List<AgentDraft> own) {
    public RegistryInfo {
        agents = List.copyOf(agents);
        own = List.copyOf(own);
    }
}
