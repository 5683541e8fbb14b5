package dev.pilothouse.desktop.machine;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service as one system wants it: a file, and the commands that make the system take it up and let it go. Immutable; any
 * thread.
 *
 * @param file where it belongs
 * @param text of that file
 * @param charset of that file
 * @param enable to run after the file was written, each a command with its arguments
 * @param disable to run before the file is removed
 * @param note what the person should know besides; may be empty
 */
public record Service(
        Path file, String text, Charset charset, List<List<String>> enable, List<List<String>> disable, String note) {

    /** Stands in each file that we write, so that we never replace or remove one that is somebody else's. */
    static final String MARK = "Written by Pilothouse";

    public Service {
        enable = List.copyOf(enable);
        disable = List.copyOf(disable);
    }

    Service(Path file, String text, List<List<String>> enable, List<List<String>> disable, String note) {
        this(file, text, StandardCharsets.UTF_8, enable, disable, note);
    }

    /** A command as a person would type it. */
    public static String line(List<String> command) {
        return command.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
