package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One update with its number in the host's journal.
 *
 * @param seq the session's counter, from 1, without gaps in the journal; on the bridge a merged update carries the seq
 *     of the last one merged into it
 * @param at host time with millisecond precision; for display only, never for ordering
 * @param cause the intent that caused it
 */
public record JournaledUpdate(
        long seq, Instant at, @Nullable Cause cause, SessionUpdate update) {
    public JournaledUpdate {
        if (seq < 1) {
            throw new IllegalArgumentException("seq counts from 1, not " + seq);
        }
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(update, "update");
    }
}
