package dev.pilothouse.model;

import java.util.Objects;

/**
 * A slash command that the agent offers.
 *
 * @param name without the slash
 * @param hint describes the input that may follow, may be empty
 */
public record AgentCommand(String name, String description, String hint) {
    public AgentCommand {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(hint, "hint");
    }
}
