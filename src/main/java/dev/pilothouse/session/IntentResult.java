package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;

/** What became of an intent. */
public sealed interface IntentResult {
    RequestId requestId();

    /**
     * The host has it on disk.
     *
     * @param sessionId the session that it made or changed
     * @param seq of the update that it made
     */
    record Accepted(RequestId requestId, Outcome outcome, SessionId sessionId, long seq) implements IntentResult {}

    /** The host, or this client before sending, refused it. @param text a sentence for the person */
    record Refused(RequestId requestId, ErrorCode code, String text) implements IntentResult {}

    enum Outcome {
        ACCEPTED,
        /** A prompt that waits until the agent is free. */
        QUEUED
    }
}
