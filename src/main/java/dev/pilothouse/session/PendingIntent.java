package dev.pilothouse.session;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An intent whose outcome is not visible in the session's state yet.
 *
 * @param refusal null while it is in progress, else a sentence with the reason
 * @param stage its progress; has no meaning for a refused intent
 */
public record PendingIntent(
        RequestId requestId,
        Intent intent,
        Instant madeAt,
        @Nullable HostText refusal,
        Stage stage) {

    /** Progress of an intent. */
    public enum Stage {
        /** No connection has accepted it yet, so it certainly had no effect. */
        WRITTEN,
        /** No connection accepted it for so long that the person has to confirm it. */
        HELD,
        /**
         * A connection has accepted it, or the person has confirmed it. It is sent automatically until its outcome is
         * known.
         */
        GOES
    }

    public PendingIntent {
        Objects.requireNonNull(stage, "stage");
    }

    /** An intent that is sent automatically. */
    public PendingIntent(RequestId requestId, Intent intent, Instant madeAt, @Nullable HostText refusal) {
        this(requestId, intent, madeAt, refusal, Stage.GOES);
    }

    public PendingIntent at(Stage next) {
        return new PendingIntent(requestId, intent, madeAt, refusal, next);
    }

    public boolean isDelayed() {
        return refusal == null && stage == Stage.HELD;
    }
}
