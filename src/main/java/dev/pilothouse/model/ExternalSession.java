package dev.pilothouse.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A session that an agent has kept and that this host did not start: one from a terminal, say.
 *
 * @param agentSessionId the agent's id, given back as it is
 * @param title what the agent calls it; may be empty
 * @param cwd its working directory; may be empty
 * @param updatedAt when it was last used, or null
 */
public record ExternalSession(String agentSessionId, String title, String cwd, Instant updatedAt) {
    public ExternalSession {
        Objects.requireNonNull(agentSessionId, "agentSessionId");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(cwd, "cwd");
    }
}
