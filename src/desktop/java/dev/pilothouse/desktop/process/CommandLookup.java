package dev.pilothouse.desktop.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds programs as a shell would. Java itself searches the PATH of the parent, which may differ from the child's.
 * Relative and empty entries of the PATH are not searched: they would resolve to a session's directory and run files
 * from there. Immutable; any thread.
 *
 * @param searchPath the directories to search, in order; relative ones are left out
 * @param extensions suffixes that may be added to a name (Windows); empty elsewhere
 */
public record CommandLookup(List<Path> searchPath, List<String> extensions) {
    public CommandLookup {
        searchPath = searchPath.stream().filter(Path::isAbsolute).toList();
        extensions = List.copyOf(extensions);
    }

    /** Creates a lookup on the PATH of an environment. */
    public static CommandLookup of(Map<String, String> environment) {
        boolean windows = File.separatorChar == '\\';
        String path = variable(environment, "PATH", windows).orElse("");
        List<String> extensions = windows
                ? Stream.of(variable(environment, "PATHEXT", true)
                                .orElse(".COM;.EXE;.BAT;.CMD")
                                .split(";", -1))
                        .map(extension -> extension.toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
        return new CommandLookup(
                Stream.of(path.split(File.pathSeparator, -1))
                        .flatMap(entry -> asPath(entry).stream())
                        .toList(),
                extensions);
    }

    /**
     * Removes relative and empty entries of a PATH, which a child would resolve against its working directory.
     *
     * @return empty if no entry is left
     */
    static Optional<String> absoluteEntries(String path) {
        String kept = Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> asPath(entry).filter(Path::isAbsolute).isPresent())
                .collect(Collectors.joining(File.pathSeparator));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    /**
     * Finds the program that a command names.
     *
     * @param command a bare name, looked up on the search path; or a path, resolved against {@code directory} if
     *     relative
     * @return the file, which exists and is executable; empty otherwise
     */
    public Optional<Path> find(String command, Path directory) {
        Optional<Path> named = asPath(command);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        if (isPath(command)) {
            return candidates(directory.resolve(named.get()))
                    .filter(CommandLookup::isProgram)
                    .findFirst();
        }
        return searchPath.stream()
                .flatMap(entry -> candidates(entry.resolve(command)))
                .filter(CommandLookup::isProgram)
                .findFirst();
    }

    /** Returns whether a command is a path and not a bare name. */
    static boolean isPath(String command) {
        return command.indexOf('/') >= 0 || command.indexOf(File.separatorChar) >= 0;
    }

    private Stream<Path> candidates(Path path) {
        return Stream.concat(
                extensions.stream().map(extension -> path.resolveSibling(path.getFileName() + extension)),
                Stream.of(path));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Optional<Path> asPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException invalid) {
            return Optional.empty();
        }
    }

    private static Optional<String> variable(Map<String, String> environment, String name, boolean ignoreCase) {
        return environment.entrySet().stream()
                .filter(entry -> ignoreCase
                        ? entry.getKey().equalsIgnoreCase(name)
                        : entry.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
