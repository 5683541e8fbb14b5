// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of {@code pilothouse.cmd} that a script of cmd.exe cannot do reliably: paths with an umlaut, a quote, a
 * bracket or a parenthesis. The launcher compiles it with each build.
 */
public final class WindowsLaunch {
    private static final List<String> SOURCES =
            List.of("pom.xml", ".mvn", "src/main", "src/desktop/java", "src/desktop/resources", "src/dist/java");

    private WindowsLaunch() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 3 && arguments[0].equals("prepare")) {
            prepare(Path.of(arguments[1]), arguments[2]);
        } else if (arguments.length == 2 && arguments[0].equals("fresh")) {
            System.exit(isFresh(Path.of(arguments[1])) ? 0 : 1);
        } else {
            System.exit(2);
        }
    }

    /**
     * Whether no source is newer than the last build. Folders count too: they change when a file in them is removed.
     *
     * @param root the clone
     */
    static boolean isFresh(Path root) throws IOException {
        Path stamp = root.resolve("target/launch/stamp");
        if (!Files.exists(stamp)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(stamp);
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(root.resolve(source))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * Writes what the launcher needs to start the program: a jar whose manifest names the other jars, as URLs in plain
     * ASCII, and a folder with the jars of JavaFX. The file {@code current} has the names of both. The launcher reads it
     * as text of the console's code page, so the names are plain ASCII, too.
     *
     * @param launch the launcher's folder, with Maven's {@code class-path}
     * @param program the name of the program's jar in that folder
     */
    static void prepare(Path launch, String program) throws IOException {
        String separator = System.getProperty("path.separator");
        List<Path> libraries = Stream.of(Files.readString(launch.resolve("class-path"), StandardCharsets.UTF_8)
                        .strip()
                        .split(java.util.regex.Pattern.quote(separator)))
                .map(Path::of)
                .toList();
        // JavaFX goes to the module path, since it warns elsewhere. Its jars without a system in their names are empty.
        List<Path> modules = libraries.stream()
                .filter(path -> name(path).matches("javafx-.*[0-9]-.*\\.jar"))
                .toList();
        List<Path> others = new ArrayList<>(List.of(launch.resolve(program)));
        libraries.stream().filter(path -> !name(path).startsWith("javafx-")).forEach(others::add);

        String jar = program.replaceAll("\\.jar$", "-path.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        others.stream()
                                .map(path -> path.toAbsolutePath().toUri().toASCIIString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(launch.resolve(jar))) {
            new JarOutputStream(out, manifest).close();
        }

        // Named by what is in it: a running program holds its jars open, so they are never replaced.
        String javafx = "javafx-"
                + Integer.toHexString(
                        modules.stream().map(WindowsLaunch::name).toList().hashCode());
        Path folder = Files.createDirectories(launch.resolve(javafx));
        for (Path module : modules) {
            Path copy = folder.resolve(name(module));
            if (!Files.exists(copy) || Files.size(copy) != Files.size(module)) {
                Files.copy(module, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(launch.resolve("current"), jar + " " + javafx + "\r\n", StandardCharsets.US_ASCII);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
