package dev.pilothouse.model;

import java.util.Objects;

/** One step of the agent's plan. An update replaces the whole plan. */
public record PlanEntry(String content, Priority priority, Status status) {
    public PlanEntry {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(status, "status");
    }

    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    public enum Status {
        PENDING,
        IN_PROGRESS,
        COMPLETED
    }
}
