package dev.pilothouse.desktop.service;

import dev.pilothouse.desktop.process.ShellWord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service in one system's format: a file, and the commands that enable and disable it. Immutable; any thread.
 *
 * @param file its location
 * @param text of that file
 * @param charset of that file
 * @param enable commands to run after the file is written, each with its arguments
 * @param disable commands to run before the file is removed
 * @param note further information for the user; may be empty
 * @param attempts how often each command of {@code enable} is tried, half a second apart; the system may still be ending
 *     the service that was there before
 */
public record Service(
        Path file,
        String text,
        Charset charset,
        List<List<String>> enable,
        List<List<String>> disable,
        String note,
        int attempts) {

    /** Contained in each file that Pilothouse writes, so that it never replaces or removes a foreign file. */
    static final String MARK = "Written by Pilothouse";

    public Service {
        enable = List.copyOf(enable);
        disable = List.copyOf(disable);
    }

    Service(Path file, String text, List<List<String>> enable, List<List<String>> disable, String note) {
        this(file, text, StandardCharsets.UTF_8, enable, disable, note, 1);
    }

    /** Returns a command as a user would type it. */
    public static String line(List<String> command) {
        return command.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
