package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import java.util.List;

/** What an agent says of the sessions that it has kept. Immutable; any thread. */
public sealed interface ExternalListing {
    /** @param more whether it has more than these */
    record Listed(List<ExternalSession> sessions, boolean more) implements ExternalListing {
        public Listed {
            sessions = List.copyOf(sessions);
        }
    }

    /** @param text a sentence that says why, and what to do */
    record Refused(ErrorCode code, String text) implements ExternalListing {}
}
