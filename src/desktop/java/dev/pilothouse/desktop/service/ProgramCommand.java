package dev.pilothouse.desktop.service;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the command with which the system can start this program again. Pure.
 *
 * <p>The launcher of a clone is preferred to the JVM's own command line: its path is stable, while the jar under
 * {@code target} has a new name after each build.
 */
public final class ProgramCommand {
    /** System property set by the launcher: its own absolute path. */
    static final String LAUNCHER = "pilothouse.launcher";

    private static final String MAIN = "dev.pilothouse.desktop.DesktopMain";

    private ProgramCommand() {}

    /** Returns the words before the program's own arguments. */
    public static List<String> of(Properties properties) {
        Optional<String> own = Optional.ofNullable(properties.getProperty(LAUNCHER))
                .or(() -> Optional.ofNullable(properties.getProperty("jpackage.app-path")))
                .filter(path -> !path.isBlank());
        if (own.isPresent()) {
            return List.of(Path.of(own.get()).normalize().toString());
        }
        return java(properties);
    }

    /**
     * Returns the words before the arguments of a program that talks through its standard input and output, and that
     * another program starts. On Windows neither a script nor a program without a console will do: some programs start
     * no scripts.
     */
    public static List<String> withPipes(Properties properties) {
        boolean windows = properties.getProperty("os.name", "").startsWith("Windows");
        return windows ? java(properties) : of(properties);
    }

    private static List<String> java(Properties properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(properties.getProperty("java.home"), "bin", "java").toString());
        String modules = absolute(properties.getProperty("jdk.module.path", ""));
        if (!modules.isEmpty()) {
            command.addAll(List.of("--module-path", modules, "--add-modules", "javafx.controls"));
        }
        command.addAll(List.of("-cp", absolute(properties.getProperty("java.class.path", "")), MAIN));
        return command;
    }

    /** The system starts the program in another directory. */
    private static String absolute(String paths) {
        return Stream.of(paths.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
