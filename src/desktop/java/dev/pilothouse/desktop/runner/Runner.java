package dev.pilothouse.desktop.runner;

import java.util.List;

/**
 * Port: a way to another machine or container. Builds the local command only; what runs at the other end is a {@link
 * RemoteStart}. Immutable; any thread.
 */
public interface Runner {
    /** Where it leads, in the words of its own command line, such as {@code ssh build.example}. */
    String place();

    /** The program that the host starts: a path, or a name that is looked up on its PATH. */
    String program();

    /**
     * The local command whose stdin, stdout and stderr are those of another command over there.
     *
     * @param remote program and arguments, made of characters that need no quoting but by {@link ShellWords}
     * @param nonce different for every start, for what needs a name over there; lower-case letters and digits
     */
    List<String> command(List<String> remote, String nonce);

    /**
     * What keeps a word from being a target, since a program would take it for an option.
     *
     * @throws IllegalArgumentException with a sentence that names the field
     */
    static String target(String field, String word) {
        if (word.isBlank() || word.startsWith("-") || word.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "'" + field + "' must be a name that is not blank and does not begin with '-'.");
        }
        return word;
    }
}
