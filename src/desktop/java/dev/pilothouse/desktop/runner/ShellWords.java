package dev.pilothouse.desktop.runner;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes text as one word of a POSIX shell. Pure. */
final class ShellWords {
    private ShellWords() {}

    /**
     * Returns the word in single quotes, within which a shell changes nothing, not even line ends.
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
