package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A session setting that the agent offers besides mode and model.
 *
 * @param optionId the agent's id
 * @param category the agent's hint at the purpose, may be empty
 * @param choices allowed values; empty for an on/off option, whose values are {@code true} and {@code false}
 * @param current the current value
 */
public record AgentOption(
        String optionId, String name, String description, String category, List<Choice> choices, String current) {
    public AgentOption {
        Objects.requireNonNull(optionId, "optionId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(category, "category");
        choices = List.copyOf(choices);
        Objects.requireNonNull(current, "current");
    }

    public record Choice(String value, String name) {}
}
