package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The author of a review comment: a device, or an agent that reviewed for it. Immutable.
 *
 * @param device the device that wrote it, or that asked for the agent's review
 * @param name the name of the device at that time, or of the agent
 * @param severity of an agent's finding; null for a comment of a device
 */
public record CommentAuthor(
        DeviceId device, String name, @Nullable FindingSeverity severity) {
    public CommentAuthor {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(name, "name");
    }

    /** Whether an agent found it. */
    public boolean isAgent() {
        return severity != null;
    }
}
