package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.status.SessionKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A sentence over the window. Immutable.
 *
 * @param key identifies it; a later notice with the same key replaces it
 * @param session the session that it opens, if any
 * @param page the web address that it opens, empty if none
 * @param times how often the same notice occurred
 */
public record Notice(String key, Tone tone, String text, Optional<SessionKey> session, String page, int times) {

    /** The kind of notice, which also decides whether it disappears by itself. */
    public enum Tone {
        /** An error. It stays until the person dismisses it. */
        PROBLEM,
        NEEDS_YOU,
        DONE,
        FAILED,
        /** An agent has been silent during a turn for the time that the person has set. */
        QUIET,
        /** Optional information. */
        NEWS
    }

    public Notice {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(page, "page");
    }

    /** An error as a sentence. Repetitions of the same sentence are counted. */
    static Notice problem(String text) {
        return new Notice("problem:" + text, Tone.PROBLEM, text, Optional.empty(), "", 1);
    }

    /** An error that is removed by its key when it is over. */
    static Notice problem(String key, String text) {
        return new Notice(key, Tone.PROBLEM, text, Optional.empty(), "", 1);
    }

    /** News with a web page. */
    static Notice info(String key, String text, String page) {
        return new Notice(key, Tone.NEWS, text, Optional.empty(), page, 1);
    }

    /** An event in a session that is not on screen. */
    static Notice of(SessionKey session, Tone tone, String text) {
        return new Notice("session:" + session.asText(), tone, text, Optional.of(session), "", 1);
    }

    boolean isTransient() {
        return tone != Tone.PROBLEM;
    }

    Notice again() {
        return new Notice(key, tone, text, session, page, times + 1);
    }
}
