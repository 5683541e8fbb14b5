package dev.pilothouse.model;

import java.util.Objects;

/**
 * One of the agent's operating modes.
 *
 * @param modeId the agent's id; may be any text, even a URL
 * @param description may be empty
 */
public record AgentMode(String modeId, String name, String description) {
    public AgentMode {
        Objects.requireNonNull(modeId, "modeId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }
}
