package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import java.util.List;

/** An agent's answer to a request for its stored sessions. Immutable; any thread. */
public sealed interface ExternalListing {
    /** @param more whether the agent has more sessions */
    record Listed(List<ExternalSession> sessions, boolean more) implements ExternalListing {
        public Listed {
            sessions = List.copyOf(sessions);
        }
    }

    /** @param text a sentence with the reason and the remedy */
    record Refused(ErrorCode code, String text) implements ExternalListing {}
}
