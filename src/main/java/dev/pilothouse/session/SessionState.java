package dev.pilothouse.session;

import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.Usage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session as the fold of its updates up to {@code seq}. Immutable. On a client the transcript may be a window; the
 * other fields are complete.
 *
 * @param seq seq of the last folded update, 0 before the first
 * @param info null before the first update
 * @param activity null before the first update
 * @param open the open questions, oldest first
 * @param lastTurn null before a turn has ended
 * @param unknown number of updates of unknown kind
 */
public record SessionState(
        SessionId sessionId,
        long seq,
        @Nullable SessionInfo info,
        @Nullable Activity activity,
        Offer offer,
        Transcript transcript,
        List<OpenPending> open,
        List<PlanEntry> plan,
        List<QueuedPrompt> queue,
        Review review,
        Usage usage,
        @Nullable LastTurn lastTurn,
        long unknown) {
    public SessionState {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(transcript, "transcript");
        open = List.copyOf(open);
        plan = List.copyOf(plan);
        queue = List.copyOf(queue);
        Objects.requireNonNull(review, "review");
        Objects.requireNonNull(usage, "usage");
    }

    public static SessionState empty(SessionId sessionId) {
        return new SessionState(
                sessionId,
                0,
                null,
                null,
                Offer.NONE,
                Transcript.EMPTY,
                List.of(),
                List.of(),
                List.of(),
                Review.NONE,
                Usage.UNKNOWN,
                null,
                0);
    }

    /** This state with only the last items of its transcript. */
    public SessionState window(int items) {
        return withTranscript(transcript.last(items));
    }

    public SessionState withTranscript(Transcript newTranscript) {
        return newTranscript == transcript
                ? this
                : new SessionState(
                        sessionId,
                        seq,
                        info,
                        activity,
                        offer,
                        newTranscript,
                        open,
                        plan,
                        queue,
                        review,
                        usage,
                        lastTurn,
                        unknown);
    }

    SessionState withSeq(long newSeq) {
        return new SessionState(
                sessionId,
                newSeq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withInfo(SessionInfo newInfo) {
        return new SessionState(
                sessionId,
                seq,
                newInfo,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withActivity(@Nullable Activity newActivity) {
        return new SessionState(
                sessionId,
                seq,
                info,
                newActivity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withOffer(Offer newOffer) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                newOffer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withOpen(List<OpenPending> newOpen) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                newOpen,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withPlan(List<PlanEntry> newPlan) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                newPlan,
                queue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withQueue(List<QueuedPrompt> newQueue) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                newQueue,
                review,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withReview(Review newReview) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                newReview,
                usage,
                lastTurn,
                unknown);
    }

    SessionState withUsage(Usage newUsage) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                newUsage,
                lastTurn,
                unknown);
    }

    SessionState withLastTurn(LastTurn newLastTurn) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                newLastTurn,
                unknown);
    }

    SessionState withUnknown(long newUnknown) {
        return new SessionState(
                sessionId,
                seq,
                info,
                activity,
                offer,
                transcript,
                open,
                plan,
                queue,
                review,
                usage,
                lastTurn,
                newUnknown);
    }
}
