package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target of notifications, as a host reports it.
 *
 * @param server the name of its server; empty if it has no address any more
 * @param tokenSet whether it has a token
 * @param keysSet whether it has the keys of its receiver
 * @param lastAt when a notification was last attempted; null for never
 * @param delivered whether that one was accepted
 * @param last the result in words
 * @param notice a lasting problem of the target in words; empty without one
 */
public record PushTargetStatus(
        PushTarget target,
        String server,
        boolean tokenSet,
        boolean keysSet,
        @Nullable Instant lastAt,
        boolean delivered,
        HostText last,
        HostText notice,
        PushTest test) {
    public PushTargetStatus {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(test, "test");
    }
}
