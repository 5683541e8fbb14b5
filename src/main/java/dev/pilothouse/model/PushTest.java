package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last test of a target.
 *
 * @param sentMillis from the start until the receiver had accepted it; -1 before that
 * @param answeredMillis from then until its button was pressed; -1 without that
 */
public record PushTest(State state, @Nullable Instant at, long sentMillis, long answeredMillis) {
    public static final PushTest NONE = new PushTest(State.NONE, null, -1, -1);

    /** How far it is. */
    public enum State {
        NONE,
        SENDING,
        /** Accepted. Nothing else is expected. */
        SENT,
        /** Accepted. Its button has not been pressed yet. */
        WAITING,
        ANSWERED,
        /** Its button was not pressed in time. */
        EXPIRED,
        FAILED
    }

    public PushTest {
        Objects.requireNonNull(state, "state");
    }
}
