package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * Where it is told which release of the program is the newest. Asked only when the person wants it. Any thread; nothing
 * waits; whoever asks is told once, on another thread.
 */
public interface ReleaseFeed {

    sealed interface Answer {
        /** @param version as the feed names it. @param page where a person reads of it and gets it */
        record Newest(String version, String page) implements Answer {}

        /** There is no release yet. */
        record None() implements Answer {}

        /** @param status the HTTP status, 0 where there was none */
        record Failed(Reason reason, int status) implements Answer {}
    }

    enum Reason {
        UNREACHABLE,
        TIMED_OUT,
        /** Any status but success. */
        STATUS,
        /** It sends to another server, which was not asked. */
        ELSEWHERE,
        TOO_LARGE,
        UNREADABLE,
        BUSY
    }

    void ask(Consumer<Answer> told);
}
