package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.demo.DemoCommand;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The demo agent's command with absolute paths, for a different working directory. */
public final class DemoElsewhere {
    private DemoElsewhere() {}

    public static List<String> command() {
        String classPath = System.getProperty("java.class.path", "");
        String absolute = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return DemoCommand.find().orElseThrow().stream()
                .map(word -> word.equals(classPath) ? absolute : word)
                .toList();
    }
}
