package dev.pilothouse.desktop.question;

/**
 * Asks people in the inbox of a session on behalf of the host. The session's agent need not run, and gets nothing of
 * it. An open question survives the end of the host. Its asker asks it again after the start, under the same key, and
 * so continues it. Thread-safe.
 */
public interface Questions {
    /**
     * Sets the handler of the askers of a kind. Before the sessions are loaded.
     *
     * @param kind the part of {@link QuestionRequest#asker} before the slash
     */
    void register(String kind, QuestionHandler handler);

    /**
     * Asks a question. If its asker has asked with the same key before, the question continues, or its answer is
     * delivered again. Another open question of the same asker is closed. May wait for the session, so not on a lane.
     */
    void ask(QuestionRequest request);

    /** Closes the open questions of an asker. Does nothing if there are none. Not on a lane. */
    void withdraw(String asker);
}
