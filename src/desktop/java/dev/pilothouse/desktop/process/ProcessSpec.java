package dev.pilothouse.desktop.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Describes a process to start. Immutable; any thread.
 *
 * @param command the program and its arguments; the program is a path, or a name that is looked up on the PATH of
 *     {@code environment} (not on the PATH of this process)
 * @param directory the child's working directory
 * @param environment the child's whole environment except the variables of {@code mark}, which are added; see
 *     {@link ChildEnvironment}
 * @param mark makes the process and its descendants findable
 * @param errorsAmongOutput whether lines on stderr are delivered like lines on stdout, for a program that reports
 *     results on stderr; its exit then has no last lines
 */
public record ProcessSpec(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        ProcessMark mark,
        boolean errorsAmongOutput) {
    /** Describes a program whose stderr is kept only for its last lines. */
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
