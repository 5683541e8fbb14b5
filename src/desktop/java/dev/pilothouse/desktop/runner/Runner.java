package dev.pilothouse.desktop.runner;

import java.util.List;

/**
 * Port: a way to run a command on another machine or in a container. Builds only the local command; {@link RemoteStart}
 * builds the remote part. Immutable; any thread.
 */
public interface Runner {
    /** Returns the destination in the terms of the runner's own command line, such as {@code ssh build.example}. */
    String location();

    /** Returns the program that the host starts: a path, or a name that is looked up on its PATH. */
    String program();

    /**
     * Returns the local command whose stdin, stdout and stderr are those of a remote command.
     *
     * @param remote program and arguments, made of characters that need no quoting except by {@link ShellWords}
     * @param nonce different for every start, for remote objects that need a name; lower-case letters and digits
     */
    List<String> command(List<String> remote, String nonce);

    /**
     * Checks that a program cannot take a target for an option.
     *
     * @throws IllegalArgumentException with a sentence that names the field
     */
    static String target(String field, String word) {
        if (!isTarget(word)) {
            throw new IllegalArgumentException(
                    "'" + field + "' must be a name that is not blank and does not begin with '-'.");
        }
        return word;
    }

    /** Whether no program can take the target for an option. */
    static boolean isTarget(String word) {
        return !word.isBlank() && !word.startsWith("-") && word.chars().noneMatch(Character::isISOControl);
    }
}
