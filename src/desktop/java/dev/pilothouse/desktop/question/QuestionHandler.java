package dev.pilothouse.desktop.question;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;

/** Receives the answers for the askers of one kind. Called on any thread; must not block. */
public interface QuestionHandler {
    /** Whether the asker still waits for answers. When a host starts, the questions of other askers are closed. */
    boolean isAsking(String asker);

    /**
     * A question has an answer, which is on disk. Called once for each question, and again if the same question is
     * asked again.
     */
    void onAnswer(String asker, String key, QuestionAnswer answer);

    /** A question could not be asked. */
    void onNotAsked(String asker, String key, HostText reason);

    /** A session was deleted, with its open questions. */
    void onSessionRemoved(SessionId sessionId);
}
