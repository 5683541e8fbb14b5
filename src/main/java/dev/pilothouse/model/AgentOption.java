package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A setting of the session that the agent offers beside mode and model.
 *
 * @param optionId the agent's id
 * @param category the agent's hint what it is for, may be empty
 * @param choices allowed values; empty for an on/off option, whose values are {@code true} and {@code false}
 * @param current the present value
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
