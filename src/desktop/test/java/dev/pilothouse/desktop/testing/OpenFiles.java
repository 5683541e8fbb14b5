package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The open files of this process, on Linux. */
public final class OpenFiles {
    private OpenFiles() {}

    /**
     * Lists files, pipes and sockets, without JARs: the JVM keeps a JAR open from the first class that it loads from it,
     * and this may be at any time.
     */
    public static List<String> list() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(OpenFiles::target)
                    .filter(target -> !target.isEmpty() && !target.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
