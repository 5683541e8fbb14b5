package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.HostText;
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
    record Refused(ErrorCode code, HostText sentence) implements ExternalListing {
        public Refused(ErrorCode code, String text) {
            this(code, HostText.untranslated(text));
        }

        /** The sentence in English. */
        public String text() {
            return sentence.text();
        }
    }
}
