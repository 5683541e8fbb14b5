package dev.pilothouse.desktop.process;

import dev.pilothouse.model.TextCutter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Shortens the end of a program's stderr for an error message. Keeps whole lines, and drops what a runtime prints below
 * the line with the error. Pure.
 */
final class StderrExcerpt {
    static final int LINES = 8;
    static final int LINE_CHARACTERS = 300;
    static final int CHARACTERS = 1_000;

    /** Frames and markers of stack traces, and the version line that Node prints last. */
    private static final Pattern NOISE =
            Pattern.compile("\\s+at \\S.*|\\s+\\^+\\s*|\\s*\\.\\.\\. \\d+ .*|Node\\.js v\\d\\S*");

    private StderrExcerpt() {}

    /** @param text without control characters; see {@link StderrTail#text} */
    static String of(String text) {
        ArrayDeque<String> kept = new ArrayDeque<>();
        int room = CHARACTERS;
        List<String> lines = text.lines().toList();
        for (int i = lines.size() - 1; i >= 0 && kept.size() < LINES; i--) {
            String line = lines.get(i);
            if (line.isBlank() || NOISE.matcher(line).matches()) {
                continue;
            }
            String shown = TextCutter.excerpt(line.stripTrailing(), LINE_CHARACTERS);
            if (shown.length() > room) {
                break;
            }
            room -= shown.length();
            kept.addFirst(shown);
        }
        return String.join("\n", kept).stripLeading();
    }
}
