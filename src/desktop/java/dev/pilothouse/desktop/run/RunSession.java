package dev.pilothouse.desktop.run;

import dev.pilothouse.model.WorktreeRequest;
import org.jspecify.annotations.Nullable;

/**
 * A session to create for a member.
 *
 * @param directory absolute
 * @param mode null for the agent's mode that asks for permission
 * @param name of the session
 * @param worktree a new worktree to work in; null to work in the directory itself
 */
public record RunSession(
        String directory,
        @Nullable String mode,
        String name,
        @Nullable WorktreeRequest worktree) {}
