package dev.pilothouse.session;

import dev.pilothouse.model.RequestId;
import java.time.Instant;
import java.util.Objects;

/**
 * An intent whose outcome in the session's state is not seen yet.
 *
 * @param refusal null while it is under way, else a sentence why it failed
 * @param stage how far it has got by itself; says nothing of one that was refused
 */
public record PendingIntent(RequestId requestId, Intent intent, Instant madeAt, String refusal, Stage stage) {

    /** How far an intent has got. */
    public enum Stage {
        /** No connection has taken it yet, so it has certainly had no effect. */
        WRITTEN,
        /** No connection has taken it for so long that it waits for the person's word. */
        HELD,
        /** A connection has taken it, or the person has given the word: it goes by itself until its outcome is known. */
        GOES
    }

    public PendingIntent {
        Objects.requireNonNull(stage, "stage");
    }

    /** One that goes by itself. */
    public PendingIntent(RequestId requestId, Intent intent, Instant madeAt, String refusal) {
        this(requestId, intent, madeAt, refusal, Stage.GOES);
    }

    public PendingIntent at(Stage next) {
        return new PendingIntent(requestId, intent, madeAt, refusal, next);
    }

    public boolean isHeld() {
        return refusal == null && stage == Stage.HELD;
    }
}
