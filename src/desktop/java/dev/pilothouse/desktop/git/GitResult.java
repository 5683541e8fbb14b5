package dev.pilothouse.desktop.git;

import dev.pilothouse.model.HostText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of one git command. Immutable; any thread.
 *
 * @param outcome whether git ran to its end, and if not, the cause
 * @param code git's exit code; -1 unless it ended
 * @param output stdout; empty unless git ended
 * @param sentence the last lines of stderr, or a sentence for people why there is no result; may be empty, at most 1,000
 *     characters, without control characters
 */
public record GitResult(Outcome outcome, int code, byte[] output, HostText sentence) {
    private static final byte[] NOTHING = {};

    /** How a command came to its end. */
    public enum Outcome {
        /** Git ran to its end; the exit code tells whether it succeeded. */
        ENDED,
        /** Stopped, because the time limit was over. */
        TIMED_OUT,
        /** Stopped, because its output was larger than the limit. */
        TOO_LARGE,
        /** Stopped or not started, because the caller cancelled it or the host ends. */
        CANCELLED,
        /** Not started: too many commands wait. */
        BUSY,
        /** Not started: git is not installed, or too old. */
        UNAVAILABLE,
        /** Not started, because it might run a program of the repository, or because the system refused. */
        REFUSED
    }

    static GitResult without(Outcome outcome, HostText sentence) {
        return new GitResult(outcome, -1, NOTHING, sentence);
    }

    /** The same in English. */
    public String message() {
        return sentence.text();
    }

    /** Returns whether git ended with exit code 0. */
    public boolean succeeded() {
        return outcome == Outcome.ENDED && code == 0;
    }

    /** Returns stdout as text. Bytes that are not UTF-8 become U+FFFD. */
    public String text() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** Returns the first line of stdout, without its end. */
    public String line() {
        return text().lines().findFirst().orElse("");
    }

    /** Returns the fields of output that was requested with {@code -z}. Empty fields are kept, except a last one. */
    public List<String> fields() {
        String text = text();
        if (text.isEmpty()) {
            return List.of();
        }
        String ended = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return Stream.of(ended.split("\0", -1)).toList();
    }
}
