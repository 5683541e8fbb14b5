package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.sessions.SessionKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A sentence over the window. Immutable.
 *
 * @param key names it: a later one with the same key takes its place
 * @param session where it leads, empty if nowhere
 * @param page the address to which it leads, empty if it leads to none
 * @param times how often it was said
 */
public record Notice(String key, Tone tone, String text, Optional<SessionKey> session, String page, int times) {

    /** What kind of news it is, and so whether it goes by itself. */
    public enum Tone {
        /** Something went wrong: it stays until the person has dismissed it. */
        PROBLEM,
        NEEDS_YOU,
        DONE,
        FAILED,
        /** An agent at work has been silent for as long as the person wants to be told of. */
        QUIET,
        /** Something that is good to know, and no matter if not. */
        NEWS
    }

    public Notice {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(page, "page");
    }

    /** Something that went wrong, in a sentence. The same sentence again is counted. */
    static Notice problem(String text) {
        return new Notice("problem:" + text, Tone.PROBLEM, text, Optional.empty(), "", 1);
    }

    /** Something that is wrong until it is taken back by its key. */
    static Notice problem(String key, String text) {
        return new Notice(key, Tone.PROBLEM, text, Optional.empty(), "", 1);
    }

    /** News that stand on a page. */
    static Notice news(String key, String text, String page) {
        return new Notice(key, Tone.NEWS, text, Optional.empty(), page, 1);
    }

    /** What has happened in a session that is not on screen. */
    static Notice of(SessionKey session, Tone tone, String text) {
        return new Notice("session:" + session.asText(), tone, text, Optional.of(session), "", 1);
    }

    boolean goesByItself() {
        return tone != Tone.PROBLEM;
    }

    Notice again() {
        return new Notice(key, tone, text, session, page, times + 1);
    }
}
