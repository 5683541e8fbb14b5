package dev.pilothouse.desktop.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start. Immutable; any thread.
 *
 * @param command the program and its arguments; the program is a path, or a name that is looked up on the PATH of
 *     {@code environment} (not on the PATH of this process)
 * @param directory the child's working directory
 * @param environment the child's whole environment, save for the variables of {@code mark}, which are added; see
 *     {@link ChildEnvironment}
 * @param mark makes the process and its descendants findable
 * @param errorsAmongOutput whether what it writes to stderr comes as lines like its stdout, for a program that says there
 *     what we have to know; its exit then has no last words
 */
public record ProcessSpec(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        ProcessMark mark,
        boolean errorsAmongOutput) {
    /** A program whose stderr is for its last words only. */
    public ProcessSpec(List<String> command, Path directory, Map<String, String> environment, ProcessMark mark) {
        this(command, directory, environment, mark, false);
    }

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("A process needs a command.");
        }
    }
}
