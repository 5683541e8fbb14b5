package dev.pilothouse.model;

import java.util.Objects;

/**
 * A template of a host. Immutable.
 *
 * @param revision changes with its content; empty from a host that sends none
 */
public record SavedTemplate(SessionTemplate template, String revision) {
    public SavedTemplate {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(revision, "revision");
    }
}
