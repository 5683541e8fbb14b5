package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.function.Consumer;

/**
 * An intent on its way through the host, with who sent it and where the outcome goes.
 *
 * @param permit what the sender may do
 * @param reply takes the outcome once, on any thread, without blocking
 * @param effect told before the reply that the intent has taken effect by this submission, and not by an earlier one of
 *     the same request
 */
public record Submission(
        Intent intent,
        Cause cause,
        Permit permit,
        Consumer<IntentResult> reply,
        Consumer<IntentResult.Accepted> effect) {

    public Submission(Intent intent, Cause cause, Permit permit, Consumer<IntentResult> reply) {
        this(intent, cause, permit, reply, accepted -> {});
    }

    /**
     * Whether the sender may not do that now. To be asked after the look-up of an earlier outcome of the same request, and
     * before anything else.
     */
    public boolean isForbidden() {
        return !permit.covers(CommandScopes.neededFor(intent));
    }

    public void forbid() {
        Scope needed = CommandScopes.neededFor(intent);
        refuse(ErrorCode.FORBIDDEN, ClientConnection.forbidden(needed));
    }

    /**
     * Refuses the intent if its request id stands for another one already.
     *
     * @param digest of the intent that had its request id first; empty if it is not known
     */
    public boolean conflicts(String digest) {
        boolean conflicts = cause.differsFrom(digest);
        if (conflicts) {
            refuse(
                    ErrorCode.CONFLICT,
                    "This request id was used for another request already, so this one was not carried out.");
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

    /** As {@link #accept}, for a request that has taken effect before. */
    public void acceptAgain(IntentResult.Outcome outcome, SessionId sessionId, long seq) {
        reply.accept(new IntentResult.Accepted(requestId(), outcome, sessionId, seq));
    }

    public void refuse(ErrorCode code, String text) {
        reply.accept(new IntentResult.Refused(requestId(), code, text));
    }
}
