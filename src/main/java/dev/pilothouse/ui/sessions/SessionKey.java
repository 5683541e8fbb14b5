package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import java.util.Objects;

/** Names one session among all hosts: a session id is unique on its host only. Immutable. */
public record SessionKey(HostId hostId, SessionId sessionId) {
    public SessionKey {
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(sessionId, "sessionId");
    }

    /** One word, for maps that are kept as text. */
    public String asText() {
        return hostId.value() + "/" + sessionId.value();
    }
}
