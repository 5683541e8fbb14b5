package dev.pilothouse.desktop.away;

import java.net.URI;
import java.util.Set;

/**
 * Where to tell it, as the person has written it down. Its address and its token are secrets: neither is in
 * {@link #toString}, and so in no log.
 *
 * @param name for people and for the outbox's file, unique among the targets
 * @param token goes into the Authorization header; may be empty
 * @param transcript whether the last lines of the conversation may go there
 * @param idempotent whether the receiver drops a second request with the same Idempotency-Key, so that one whose answer
 *     was lost may be sent again
 */
public record AwayTarget(
        String name, Form form, URI url, String token, Set<AwayKind> kinds, boolean transcript, boolean idempotent) {

    /** How the request looks. */
    public enum Form {
        NTFY,
        WEBHOOK
    }

    public AwayTarget {
        kinds = Set.copyOf(kinds);
    }

    @Override
    public String toString() {
        return "AwayTarget[" + name + "]";
    }
}
