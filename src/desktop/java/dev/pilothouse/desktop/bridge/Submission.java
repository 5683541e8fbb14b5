package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.function.Consumer;

/**
 * An intent with its sender and the callbacks for its outcome.
 *
 * @param permit the sender's permissions
 * @param reply called once with the outcome, on any thread; must not block
 * @param effect called before the reply if this submission took effect, but not for an earlier outcome of the same
 *     request
 */
public record Submission(
        Intent intent,
        Cause cause,
        PermissionCheck permit,
        Consumer<IntentResult> reply,
        Consumer<IntentResult.Accepted> effect) {

    /**
     * Whether the sender currently lacks the required scope. Check this after the look-up of an earlier outcome of the
     * same request, and before anything else.
     */
    public boolean isForbidden() {
        return !permit.covers(CommandScopes.neededFor(intent));
    }

    public void forbid() {
        forbid(CommandScopes.neededFor(intent));
    }

    /** Refuses the intent because its sender lacks a scope. */
    public void forbid(Scope needed) {
        refuse(ErrorCode.FORBIDDEN, CommandScopes.refusal(needed));
    }

    /**
     * Refuses the intent if its request id was used for another intent.
     *
     * @param digest of the first intent with that request id; empty if it is not known
     */
    public boolean conflicts(String digest) {
        boolean conflicts = cause.differsFrom(digest);
        if (conflicts) {
            refuse(ErrorCode.CONFLICT, HostText.of(HostTextCode.REQUEST_ID_USED));
        }
        return conflicts;
    }

    public RequestId requestId() {
        return cause.requestId();
    }

    public void accept(IntentResult.Outcome outcome, SessionId sessionId, long seq) {
        IntentResult.Accepted accepted = new IntentResult.Accepted(requestId(), outcome, sessionId, seq);
        effect.accept(accepted);
        reply.accept(accepted);
    }

    /** As {@link #accept}, for a request that took effect earlier. */
    public void repeatOutcome(IntentResult.Outcome outcome, SessionId sessionId, long seq) {
        reply.accept(new IntentResult.Accepted(requestId(), outcome, sessionId, seq));
    }

    public void refuse(ErrorCode code, HostText text) {
        reply.accept(new IntentResult.Refused(requestId(), code, text));
    }
}
