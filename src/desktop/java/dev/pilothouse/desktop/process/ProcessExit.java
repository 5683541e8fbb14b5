package dev.pilothouse.desktop.process;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a process ended. Immutable; any thread.
 *
 * @param code the exit code; a process that a signal ended has 128 + the signal's number, as in a shell
 * @param stopped whether it ended after we had begun to stop it
 * @param mute whether it had closed its stdout, lived on, and was ended for that
 * @param stderrTail the last words on stderr, at most some 64 KiB and 200 lines, without control characters
 */
public record ProcessExit(int code, boolean stopped, boolean mute, String stderrTail) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Map<Integer, String> NAMES =
            Map.of(1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 15, "TERM");

    public ProcessExit(int code, boolean stopped, String stderrTail) {
        this(code, stopped, false, stderrTail);
    }

    /** The signal that seems to have ended the process. A program that exits with 137 by itself looks the same. */
    public OptionalInt signal() {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? OptionalInt.of(code - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /** A sentence for people, with the last words on stderr where there are some and the end was not our wish. */
    public String sentence() {
        return stopped ? how() : how() + quoted(lastWords());
    }

    /** The same without last words. */
    public String how() {
        if (mute) {
            return "The process closed its output without ending, so it was ended.";
        }
        return signal().isPresent()
                ? "The process was ended by signal " + signalName(signal().getAsInt()) + "."
                : "The process exited with code " + code + ".";
    }

    /** The last lines on stderr, at most 8 and 1,000 characters, without frames of stack traces; empty where there are none. */
    public String lastWords() {
        return LastWords.of(stderrTail);
    }

    /** Last words as the end of a paragraph: the last line behind the sentence, since lists show one line, then the others. */
    public static String quoted(String lastWords) {
        if (lastWords.isEmpty()) {
            return "";
        }
        int last = lastWords.lastIndexOf('\n');
        return " Its last words: " + lastWords.substring(last + 1).strip()
                + (last < 0 ? "" : "\nBefore that:\n" + lastWords.substring(0, last));
    }

    private static String signalName(int number) {
        String name = NAMES.get(number);
        return name == null ? Integer.toString(number) : number + " (" + name + ")";
    }
}
