package dev.pilothouse.desktop.process;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a process ended. Immutable; any thread.
 *
 * @param code the exit code; a process that a signal ended has 128 + the signal's number, as in a shell
 * @param stopped whether it ended after we had begun to stop it
 * @param stderrTail the last words on stderr, at most some 64 KiB and 200 lines, without control characters
 */
public record ProcessExit(int code, boolean stopped, String stderrTail) {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Map<Integer, String> NAMES =
            Map.of(1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 15, "TERM");

    /** The signal that seems to have ended the process. A program that exits with 137 by itself looks the same. */
    public OptionalInt signal() {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? OptionalInt.of(code - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /** One sentence for people, with the last line of stderr where there is one and the end was not our wish. */
    public String sentence() {
        String how = signal().isPresent()
                ? "The process was ended by signal " + signalName(signal().getAsInt()) + "."
                : "The process exited with code " + code + ".";
        String lastWords = lastLine();
        return stopped || lastWords.isEmpty() ? how : how + " Its last words: " + lastWords;
    }

    /** The last line on stderr that is not blank, at most 300 characters; empty where there is none. */
    public String lastLine() {
        String text = stderrTail.stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1).strip();
        int limit = 300;
        return line.length() <= limit ? line : line.substring(0, limit) + "…";
    }

    private static String signalName(int number) {
        String name = NAMES.get(number);
        return name == null ? Integer.toString(number) : number + " (" + name + ")";
    }
}
