package dev.pilothouse.model;

import java.util.Objects;

/**
 * The session that a schedule starts. Immutable.
 *
 * @param mode empty for the agent's mode that asks for permission
 * @param model empty for the agent's own choice
 * @param directory absolute path on the host
 * @param worktree whether each session works in a new worktree of the repository at the directory
 * @param prompt at most {@value #MAX_PROMPT} UTF-16 units
 * @param profile the name of the profile; empty for none
 */
public record ScheduleTask(
        AgentId agentId, String mode, String model, String directory, boolean worktree, String prompt, String profile) {
    public static final int MAX_PROMPT = 20_000;
    public static final int MAX_NAME = 200;
    public static final int MAX_DIRECTORY = 4_000;

    public ScheduleTask(AgentId agentId, String mode, String model, String directory, boolean worktree, String prompt) {
        this(agentId, mode, model, directory, worktree, prompt, "");
    }

    public ScheduleTask {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(profile, "profile");
    }
}
