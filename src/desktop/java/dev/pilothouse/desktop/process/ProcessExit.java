package dev.pilothouse.desktop.process;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The way in which a process ended. Immutable; any thread.
 *
 * @param code the exit code; a process ended by a signal has 128 + the signal's number, as in a shell
 * @param stopped whether it ended after this program had begun to stop it
 * @param silent whether it had closed its stdout, lived on, and was ended for that
 * @param stderrTail the end of stderr, at most some 64 KiB and 200 lines, without control characters
 */
public record ProcessExit(int code, boolean stopped, boolean silent, String stderrTail) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Map<Integer, String> NAMES =
            Map.of(1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 15, "TERM");

    public ProcessExit(int code, boolean stopped, String stderrTail) {
        this(code, stopped, false, stderrTail);
    }

    /** Returns the signal that probably ended the process. A program that exits with 137 by itself looks the same. */
    public OptionalInt signal() {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? OptionalInt.of(code - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /** Returns a sentence for users, with the last lines of stderr if there are any and the process was not stopped. */
    public HostText text() {
        return stopped ? summary() : summary().then(quoted(stderrExcerpt()));
    }

    /** The same in English. */
    public String sentence() {
        return text().text();
    }

    /** Returns the same sentence without the last lines. */
    public HostText summary() {
        if (silent) {
            return HostText.of(HostTextCode.PROCESS_CLOSED_OUTPUT);
        }
        return signal().isPresent()
                ? HostText.of(HostTextCode.PROCESS_SIGNAL, signalName(signal().getAsInt()))
                : HostText.of(HostTextCode.PROCESS_EXITED, code);
    }

    /**
     * Returns the last lines of stderr, at most 8 and 1,000 characters, without frames of stack traces; may be empty.
     */
    public String stderrExcerpt() {
        return StderrExcerpt.of(stderrTail);
    }

    /**
     * Formats the last lines as the end of a paragraph. The very last line follows the sentence, since lists show one
     * line; the others come after it.
     */
    public static HostText quoted(String lastWords) {
        if (lastWords.isEmpty()) {
            return HostText.NONE;
        }
        int last = lastWords.lastIndexOf('\n');
        String line = lastWords.substring(last + 1).strip();
        return last < 0
                ? HostText.of(HostTextCode.LAST_WORDS, line)
                : HostText.of(HostTextCode.LAST_WORDS_BEFORE, line, lastWords.substring(0, last));
    }

    private static String signalName(int number) {
        String name = NAMES.get(number);
        return name == null ? Integer.toString(number) : number + " (" + name + ")";
    }
}
