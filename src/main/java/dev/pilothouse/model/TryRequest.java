package dev.pilothouse.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run of the kind {@link RunKind#TRY}.
 *
 * @param directory absolute, in a git repository of the host
 * @param check commands that the host runs in each worktree; may be empty
 * @param judge the agent that says which attempt is the best; null for none
 * @param profile the name of the profile of the attempts; empty for none
 */
public record TryRequest(
        String prompt,
        String directory,
        List<Attempts> agents,
        List<String> check,
        @Nullable Judge judge,
        String profile) {
    public TryRequest(
            String prompt, String directory, List<Attempts> agents, List<String> check, @Nullable Judge judge) {
        this(prompt, directory, agents, check, judge, "");
    }

    public TryRequest {
        agents = List.copyOf(agents);
        check = List.copyOf(check);
    }

    /** @param model as the agent names it; empty for its default */
    public record Judge(AgentId agentId, String model) {}

    /** @param model as the agent names it; empty for its default @param count how often the agent tries */
    public record Attempts(AgentId agentId, String model, int count) {}
}
