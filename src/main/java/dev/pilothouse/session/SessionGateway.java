package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Controls the sessions of one host for a user interface. Non-blocking; may be called on any thread. Stages complete on
 * the client-state lane.
 */
public interface SessionGateway {

    /**
     * Sends an intent, and resends it after every reconnect until its outcome is known. Never completes exceptionally:
     * a refusal is a value.
     */
    CompletionStage<IntentResult> submit(Intent intent);

    /**
     * Sends an intent under an id that the caller has stored. If the intent with this id is pending already, returns its
     * outcome; if the host has seen it, the host returns the old outcome. A prompt from more than a minute ago that is
     * not pending waits for confirmation.
     *
     * @param madeAt when the person submitted it
     */
    default CompletionStage<IntentResult> submit(RequestId requestId, Intent intent, Instant madeAt) {
        return CompletableFuture.completedStage(
                new IntentResult.Refused(requestId, ErrorCode.UNREACHABLE, HostText.of(HostTextCode.NOT_SENT)));
    }

    /**
     * Keeps the session's state updated until the subscription is closed. Several openings of one session share one
     * subscription.
     */
    Subscription open(SessionId sessionId);

    /**
     * Sets whether the end of an open session is on screen. True at each opening. A client holds a window of a
     * transcript. While the end is on screen, older items may be removed as new ones arrive
     * ({@link Transcript#windowStart()} rises); they can be loaded again. While the person reads earlier items, none
     * are removed until the transcript exceeds a {@linkplain Transcript#isFull() full} one by half.
     */
    default void following(SessionId sessionId, boolean following) {
        // Implementations that hold the whole of every session have no window.
    }

    /**
     * Loads items before the window of an open session; they appear in its state. Does nothing at the beginning of the
     * transcript, and if the transcript is {@linkplain Transcript#isFull() full}.
     */
    void loadEarlier(SessionId sessionId);

    /** Stores that the person has seen the session up to its current head. */
    void markSeen(SessionId sessionId);

    /**
     * Removes an intent from its session's {@link SessionView#unconfirmed()}: a refused one after the person has read
     * the reason, or one that no connection has accepted. Does nothing if it is being sent.
     */
    void dismiss(RequestId requestId);

    /** Confirms an intent that {@linkplain PendingIntent.Stage#HELD waits for confirmation}; it is sent now. */
    default void confirm(RequestId requestId) {
        // Implementations that hold no intents have nothing to confirm.
    }

    /** An open session; closing it ends the updates. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
