package dev.pilothouse.ui.status;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import java.util.Objects;

/** Identifies one session among all hosts, because a session id is unique only on its host. Immutable. */
public record SessionKey(HostId hostId, SessionId sessionId) {
    public SessionKey {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(sessionId, "sessionId");
    }

    /** The key as one word, for maps that are stored as text. */
    public String asText() {
        return hostId.value() + "/" + sessionId.value();
    }
}
