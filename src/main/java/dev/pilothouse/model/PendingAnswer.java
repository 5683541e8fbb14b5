package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Pending} ended.
 *
 * @param optionId the chosen option's id
 * @param text the answer in words: the option's name, the text, or why it was closed
 * @param by the name of the device that answered
 */
public record PendingAnswer(
        Outcome outcome,
        @Nullable String optionId,
        String text,
        @Nullable String by) {
    public PendingAnswer {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(text, "text");
    }

    public enum Outcome {
        ANSWERED,
        /** The turn was cancelled first. */
        CANCELLED,
        /** The agent or the host ended first. */
        CLOSED
    }
}
