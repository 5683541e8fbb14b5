package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session that an agent stored and that this host did not start, for example one from a terminal.
 *
 * @param agentSessionId the agent's id, returned to the agent unchanged
 * @param title the agent's title for it; may be empty
 * @param cwd its working directory; may be empty
 * @param updatedAt when it was last used
 */
public record ExternalSession(
        String agentSessionId,
        String title,
        String cwd,
        @Nullable Instant updatedAt) {
    public ExternalSession {
        Objects.requireNonNull(agentSessionId, "agentSessionId");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(cwd, "cwd");
    }
}
