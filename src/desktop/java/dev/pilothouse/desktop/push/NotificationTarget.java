package dev.pilothouse.desktop.push;

import java.net.URI;
import java.util.Set;

/**
 * A receiver of notifications, as the user configured it. Its address and its token are secrets: neither is in
 * {@link #toString}, and therefore in no log.
 *
 * @param name for users and for the journal, unique among the targets
 * @param token sent in the Authorization header; may be empty
 * @param transcript whether it may receive the last lines of the conversation
 * @param idempotent whether the receiver drops a second request with the same Idempotency-Key, so that a request may be
 *     sent again after its answer was lost
 */
public record NotificationTarget(
        String name,
        Form form,
        URI url,
        String token,
        Set<NotificationKind> kinds,
        boolean transcript,
        boolean idempotent) {

    /** The format of the request. */
    public enum Form {
        NTFY,
        WEBHOOK
    }

    public NotificationTarget {
        kinds = Set.copyOf(kinds);
    }

    @Override
    public String toString() {
        return "NotificationTarget[" + name + "]";
    }
}
