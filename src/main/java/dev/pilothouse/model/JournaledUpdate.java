package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One update as the host's journal numbers it.
 *
 * @param seq the session's counter, from 1, never skipped in the journal; on the bridge a merged update carries the
 *     seq of the last one merged into it
 * @param at host time, milliseconds precision; only displayed, never used for order
 * @param cause the intent that made it, or null
 */
public record JournaledUpdate(long seq, Instant at, Cause cause, SessionUpdate update) {
    public JournaledUpdate {
        if (seq < 1) {
            throw new IllegalArgumentException("seq counts from 1, not " + seq);
        }
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(update, "update");
    }
}
