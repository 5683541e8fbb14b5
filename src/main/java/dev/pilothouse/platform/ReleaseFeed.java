package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * Finds the newest release of the program. Called only when the person requests it. Any thread; never blocks. The
 * callback runs once, on another thread.
 */
public interface ReleaseFeed {

    sealed interface Answer {
        /**
         * A release was found.
         *
         * @param version as the feed names it
         * @param page the web page that describes the release and offers the download
         */
        record Newest(String version, String page) implements Answer {}

        /** There is no release yet. */
        record None() implements Answer {}

        /**
         * The feed could not be read.
         *
         * @param status the HTTP status, or 0 if there was none
         */
        record Failed(Reason reason, int status) implements Answer {}
    }

    enum Reason {
        UNREACHABLE,
        TIMED_OUT,
        /** Any status but success. */
        STATUS,
        /** The server redirects to another server. The redirect is not followed. */
        ELSEWHERE,
        TOO_LARGE,
        UNREADABLE,
        BUSY
    }

    void ask(Consumer<Answer> told);
}
