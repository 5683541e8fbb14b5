package dev.pilothouse.model;

import java.util.List;

/**
 * The parameters of a run of the kind {@link RunKind#TRY}.
 *
 * @param directory absolute, in a git repository of the host
 * @param check commands that the host runs in each worktree; may be empty
 */
public record TryRequest(String prompt, String directory, List<Attempts> agents, List<String> check) {
    public TryRequest {
        agents = List.copyOf(agents);
        check = List.copyOf(check);
    }

    /** @param model as the agent names it; empty for its default @param count how often the agent tries */
    public record Attempts(AgentId agentId, String model, int count) {}
}
