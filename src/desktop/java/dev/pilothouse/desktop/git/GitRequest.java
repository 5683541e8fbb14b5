package dev.pilothouse.desktop.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Describes one git command. Immutable; any thread. Each {@code with…} method returns a changed copy.
 *
 * @param directory the working directory; git finds the repository from there
 * @param arguments the subcommand and its arguments, without options of git itself
 * @param environment variables to add; see {@link GitRunner#read} for those that reading accepts
 * @param input bytes for stdin
 * @param limits bounds for time and output
 * @param cancelled checked every few milliseconds; true stops the command
 * @param progress receives each line of stdout and stderr of a writing command, without control characters, cut to 500
 *     characters; called on threads of the process, never two at once
 */
public record GitRequest(
        Path directory,
        List<String> arguments,
        Map<String, String> environment,
        Optional<byte[]> input,
        Limits limits,
        BooleanSupplier cancelled,
        Optional<Consumer<String>> progress) {

    /**
     * The bounds of one command.
     *
     * @param time the longest run, without waiting for its turn
     * @param bytes the largest stdout
     */
    public record Limits(Duration time, int bytes) {}

    private static final Limits USUAL = new Limits(Duration.ofSeconds(10), 8 * 1024 * 1024);

    public GitRequest {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("A git command needs a subcommand.");
        }
    }

    /** Describes a command with ten seconds and 8 MiB of output. */
    public static GitRequest of(Path directory, String... arguments) {
        return of(directory, List.of(arguments));
    }

    /** Describes a command with ten seconds and 8 MiB of output. */
    public static GitRequest of(Path directory, List<String> arguments) {
        return new GitRequest(directory, arguments, Map.of(), Optional.empty(), USUAL, () -> false, Optional.empty());
    }

    /** Returns the subcommand. */
    public String subcommand() {
        return arguments.get(0);
    }

    public GitRequest withVariable(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new GitRequest(directory, arguments, more, input, limits, cancelled, progress);
    }

    public GitRequest withInput(byte[] bytes) {
        return new GitRequest(
                directory, arguments, environment, Optional.of(bytes.clone()), limits, cancelled, progress);
    }

    public GitRequest withTime(Duration time) {
        Limits changed = new Limits(time, limits.bytes());
        return new GitRequest(directory, arguments, environment, input, changed, cancelled, progress);
    }

    public GitRequest withBytes(int bytes) {
        Limits changed = new Limits(limits.time(), bytes);
        return new GitRequest(directory, arguments, environment, input, changed, cancelled, progress);
    }

    public GitRequest withCancelled(BooleanSupplier when) {
        return new GitRequest(directory, arguments, environment, input, limits, when, progress);
    }

    public GitRequest withProgress(Consumer<String> lines) {
        return new GitRequest(directory, arguments, environment, input, limits, cancelled, Optional.of(lines));
    }
}
