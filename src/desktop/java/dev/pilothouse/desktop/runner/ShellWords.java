package dev.pilothouse.desktop.runner;

import java.util.List;
import java.util.stream.Collectors;

/** Writes text as one word of a POSIX shell. Pure. */
final class ShellWords {
    private ShellWords() {}

    /**
     * The word in single quotes, in which a shell leaves everything as it is, line ends too.
     *
     * @throws IllegalArgumentException for a NUL, which no shell can carry
     */
    static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A command cannot carry the character NUL.");
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }
}
