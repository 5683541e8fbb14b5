package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import org.jspecify.annotations.Nullable;

/** The outcome of an intent. */
public sealed interface IntentResult {
    RequestId requestId();

    /**
     * The host has stored the intent on disk.
     *
     * @param sessionId the session that was created or changed
     * @param seq seq of the resulting update
     */
    record Accepted(
            RequestId requestId, Outcome outcome, @Nullable SessionId sessionId, long seq) implements IntentResult {}

    /** The host, or this client before sending, refused the intent. */
    record Refused(RequestId requestId, ErrorCode code, HostText sentence) implements IntentResult {
        public Refused(RequestId requestId, ErrorCode code, String text) {
            this(requestId, code, HostText.untranslated(text));
        }

        /** The sentence in English. */
        public String text() {
            return sentence.text();
        }
    }

    enum Outcome {
        ACCEPTED,
        /** The prompt waits until the agent is free. */
        QUEUED
    }
}
