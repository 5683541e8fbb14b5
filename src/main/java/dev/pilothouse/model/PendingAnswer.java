package dev.pilothouse.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Pending} ended.
 *
 * @param optionId the chosen option's id
 * @param text the answer in words: the option's name, the text, or why it was closed
 * @param by the name of the device that answered
 * @param says the code and the arguments of the text, if it is the host's
 */
public record PendingAnswer(
        Outcome outcome,
        @Nullable String optionId,
        String text,
        @Nullable String by,
        HostText.Code says) {
    public PendingAnswer {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(text, "text");
    }

    public PendingAnswer(Outcome outcome, @Nullable String optionId, String text, @Nullable String by) {
        this(outcome, optionId, text, by, HostText.Code.NONE);
    }

    /** A question that ended without an answer. */
    public static PendingAnswer none(Outcome outcome, HostText why) {
        return new PendingAnswer(outcome, null, why.text(), null, why.code());
    }

    public enum Outcome {
        ANSWERED,
        /** The turn was cancelled first. */
        CANCELLED,
        /** The agent or the host ended first. */
        CLOSED
    }
}
