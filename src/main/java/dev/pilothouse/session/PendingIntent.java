package dev.pilothouse.session;

import dev.pilothouse.model.RequestId;
import java.time.Instant;

/**
 * An intent whose outcome in the session's state is not seen yet.
 *
 * @param refusal null while it is under way, else a sentence why it failed
 */
public record PendingIntent(RequestId requestId, Intent intent, Instant madeAt, String refusal) {}
