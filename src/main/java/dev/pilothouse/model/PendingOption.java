package dev.pilothouse.model;

import java.util.Objects;

/**
 * One of the agent's own answers to choose from.
 *
 * @param optionId the agent's id, returned to the agent unchanged
 * @param name the agent's label
 */
public record PendingOption(String optionId, String name, Kind kind) {
    public PendingOption {
        Objects.requireNonNull(optionId, "optionId");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
    }

    public enum Kind {
        ALLOW_ONCE,
        ALLOW_ALWAYS,
        REJECT_ONCE,
        REJECT_ALWAYS,
        OTHER
    }
}
