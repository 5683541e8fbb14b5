package dev.pilothouse.desktop.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts this installation's demo agent. It uses the running Java and its class path. A packaged
 * program whose Java has no launcher starts itself with {@value #ARGUMENT}. Immutable; any thread.
 */
public final class DemoCommand {
    /** The argument with which the main class runs only {@link DemoAgent#main}. */
    public static final String ARGUMENT = "--demo-agent";

    private DemoCommand() {}

    /** Returns the command and its arguments; empty if this Java cannot start itself again. */
    public static Optional<List<String>> find() {
        Optional<Path> java = javaLauncher(Path.of(System.getProperty("java.home", "")));
        if (java.isPresent()) {
            // A small heap and a quick start suffice, since the agent only prints text.
            return Optional.of(List.of(
                    java.get().toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    absolute(System.getProperty("java.class.path", "")),
                    DemoAgent.class.getName()));
        }
        return packagedProgram().map(program -> List.of(program, ARGUMENT));
    }

    /** An agent starts in its session's directory, so relative paths would break. */
    static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Optional<Path> javaLauncher(Path home) {
        String name = File.separatorChar == '\\' ? "java.exe" : "java";
        return Optional.of(home.resolve("bin").resolve(name)).filter(Files::isExecutable);
    }

    private static Optional<String> packagedProgram() {
        // jpackage sets this property to the program's path.
        return Optional.ofNullable(System.getProperty("jpackage.app-path"))
                .or(() -> ProcessHandle.current().info().command());
    }
}
