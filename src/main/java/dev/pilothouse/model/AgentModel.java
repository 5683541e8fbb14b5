package dev.pilothouse.model;

import java.util.Objects;

/**
 * A language model that the agent offers.
 *
 * @param modelId the agent's id
 * @param description may be empty
 */
public record AgentModel(String modelId, String name, String description) {
    public AgentModel {
        Objects.requireNonNull(modelId, "modelId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }
}
