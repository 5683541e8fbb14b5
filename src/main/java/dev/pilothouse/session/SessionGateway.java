package dev.pilothouse.session;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * The one way in which a user interface steers the sessions of one host. May be called on any thread and never blocks;
 * stages complete on the client-state lane.
 */
public interface SessionGateway {

    /**
     * Sends an intent, again after every reconnect until its outcome is known. Completes exceptionally never: a
     * refusal is a value.
     */
    CompletionStage<IntentResult> submit(Intent intent);

    /** Keeps the session's state flowing until closed; several openings of one session share one subscription. */
    Subscription open(SessionId sessionId);

    /**
     * Says whether the person looks at the end of an open session, which is where each opening begins, or reads further up.
     * A client holds a window of a transcript: as long as the end is on screen, older items may leave it as new ones come
     * ({@link Transcript#windowStart()} rises), and can be asked for again; while the person reads further up, none do,
     * unless half as much again as makes a transcript {@linkplain Transcript#isFull() full} has come.
     */
    default void following(SessionId sessionId, boolean following) {
        // Who holds the whole of every session has no window to move.
    }

    /**
     * Asks for items before the window of an open session; they appear in its state. Does nothing at the beginning, and
     * where the transcript is {@linkplain Transcript#isFull() full}.
     */
    void loadEarlier(SessionId sessionId);

    /** Remembers that the person has seen the session up to its present head. */
    void markSeen(SessionId sessionId);

    /**
     * Takes an intent out of its session's {@link SessionView#unconfirmed()}: a refused one, of which the person has read
     * why, or one that waits for the person's word and does not get it.
     */
    void dismiss(RequestId requestId);

    /** The person's word for an intent that {@linkplain PendingIntent.Stage#HELD waits for it}: it goes now. */
    default void confirm(RequestId requestId) {
        // Where nothing is held, nothing waits for a word.
    }

    /** Ends the interest in a session. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
