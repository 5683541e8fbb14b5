package dev.pilothouse.ui.many;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.ui.status.SessionKey;

/**
 * The outcome of a prompt for one of its recipients. Immutable.
 *
 * @param name of the session when the prompt was sent
 * @param queueId the id of the queued prompt; 0 if it was not queued
 * @param reason why it was refused; empty if it was not
 * @param withdrawing whether the person has undone it, and the host has not confirmed that
 */
record PromptOutcome(
        SessionKey key,
        String name,
        RequestId requestId,
        State state,
        long queueId,
        String reason,
        boolean withdrawing) {
    /** Progress of the prompt. Stored by name: a constant is never renamed. */
    enum State {
        /** The host has not answered yet. */
        OPEN,
        QUEUED,
        STARTED,
        REFUSED,
        /** The person has not confirmed it, or has undone it before it was sent. */
        NOT_SENT,
        /** It was taken out of the queue. */
        WITHDRAWN,
        /** The host does not keep outcomes for so long. */
        UNKNOWN
    }

    PromptOutcome(SessionKey key, String name, RequestId requestId) {
        this(key, name, requestId, State.OPEN, 0, "", false);
    }

    /** Whether the host may still change it. */
    boolean isUnsettled() {
        return state == State.OPEN || state == State.QUEUED;
    }

    PromptOutcome at(State next) {
        return new PromptOutcome(key, name, requestId, next, queueId, reason, false);
    }

    PromptOutcome queued(long id) {
        return new PromptOutcome(key, name, requestId, State.QUEUED, id, reason, withdrawing);
    }

    PromptOutcome refused(String why) {
        return new PromptOutcome(key, name, requestId, State.REFUSED, queueId, why, false);
    }

    PromptOutcome undone() {
        return new PromptOutcome(key, name, requestId, state, queueId, reason, true);
    }
}
