package dev.pilothouse.desktop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java part of {@code pilothouse.cmd}. {@code src/dist/wine/check-launcher} runs the script itself. */
class WindowsLaunchTest {
    /** Characters that scripts, regular expressions, argument files or URLs treat specially. */
    private static final String ODD = "Ö'B [x] (x86) 100%41 #&+";

    private static DistSource program;

    @TempDir
    Path folder;

    private Path clone;
    private Path launch;

    @BeforeAll
    static void compile(@TempDir Path classes) throws Exception {
        program = DistSource.compile("WindowsLaunch", classes);
    }

    @BeforeEach
    void clone_with_a_build() throws Exception {
        clone = folder.resolve(ODD);
        launch = Files.createDirectories(clone.resolve("target/launch"));
        for (String source :
                List.of(".mvn", "src/main", "src/desktop/java", "src/desktop/resources", "src/dist/java")) {
            Files.createDirectories(clone.resolve(source));
        }
        Files.createFile(clone.resolve("src/main/A.java"));
        Files.createFile(clone.resolve("pom.xml"));
        try (Stream<Path> files = Files.walk(clone)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000)));
            }
        }
    }

    @Test
    void class_path_with_odd_characters_works_and_the_script_reads_ascii_only() throws Exception {
        Path library = jar(Files.createDirectory(clone.resolve("m2")).resolve("library.jar"), "library.txt");
        Path javafx = jar(clone.resolve("m2/javafx-base-21.0.2-win.jar"), "javafx.txt");
        Path empty = jar(clone.resolve("m2/javafx-base-21.0.2.jar"), "empty.txt");
        jar(launch.resolve("pilothouse-1.jar"), "program.txt");
        Files.writeString(
                launch.resolve("class-path"),
                Stream.of(library, javafx, empty).map(Path::toString).collect(Collectors.joining(":")) + "\n");

        program.call("prepare", launch, "pilothouse-1.jar");

        String current = Files.readString(launch.resolve("current"), StandardCharsets.US_ASCII);
        assertThat(current).matches("pilothouse-1-path\\.jar javafx-[0-9a-f]+\r\n");
        String[] names = current.strip().split(" ");
        assertThat(launch.resolve(names[1])).isDirectoryContaining("glob:**/javafx-base-21.0.2-win.jar");
        try (Stream<Path> modules = Files.list(launch.resolve(names[1]))) {
            assertThat(modules).hasSize(1);
        }
        URL[] path = {launch.resolve(names[0]).toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            assertThat(loader.getResource("program.txt")).isNotNull();
            assertThat(loader.getResource("library.txt")).isNotNull();
            assertThat(loader.getResource("javafx.txt")).isNull();
        }
    }

    @Test
    void build_is_fresh_until_a_source_is_newer() throws Exception {
        assertThat(program.call("isFresh", clone)).isEqualTo(false);
        Path stamp = Files.createFile(launch.resolve("stamp"));
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.ofEpochSecond(2_000)));
        assertThat(program.call("isFresh", clone)).isEqualTo(true);
        Files.setLastModifiedTime(clone.resolve("src/main/A.java"), FileTime.from(Instant.ofEpochSecond(3_000)));
        assertThat(program.call("isFresh", clone)).isEqualTo(false);
    }

    private static Path jar(Path file, String entry) throws Exception {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
        }
        return file;
    }
}
