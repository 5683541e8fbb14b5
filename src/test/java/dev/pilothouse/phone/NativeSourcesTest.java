package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources that {@code src/native/build} adds to the phone's classes. Its own run is not part of each build. */
final class NativeSourcesTest {

    private static final Path NATIVE = Path.of("src/native");

    @TempDir
    Path classes;

    @Test
    void theSourcesOfEachImageCompile() throws Exception {
        List<List<Path>> images = folders();
        assertThat(images).hasSize(3);
        assertThat(files(images.get(0))).contains(NATIVE.resolve("java/dev/pilothouse/driver/DrivenPhone.java"));
        assertThat(files(images.get(1)))
                .contains(Path.of("src/android/java/dev/pilothouse/android/AndroidApplication.java"))
                .noneMatch(file -> file.startsWith(NATIVE));
        assertThat(files(images.get(2))).contains(NATIVE.resolve("command/dev/pilothouse/desktop/ClientMain.java"));
        for (List<Path> image : images) {
            compile(files(image));
        }
    }

    private static List<Path> files(List<Path> folders) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java")
                                && !file.getFileName().toString().equals("package-info.java"))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private void compile(List<Path> files) throws Exception {
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled;
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> words = List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiled = compiler.getTask(said, manager, null, words, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }

        assertThat(compiled).as(said.toString()).isTrue();
    }

    /** The folders in which the script looks for the sources of each image. */
    private static List<List<Path>> folders() throws Exception {
        return Files.readAllLines(NATIVE.resolve("build")).stream()
                .filter(line -> line.contains("-name '*.java'"))
                .map(NativeSourcesTest::foldersOf)
                .toList();
    }

    private static List<Path> foldersOf(String line) {
        List<Path> folders = new ArrayList<>();
        Matcher folder = Pattern.compile("\"\\$(home|here)/([^\"]+)\"").matcher(line);
        while (folder.find()) {
            folders.add(folder.group(1).equals("home") ? Path.of(folder.group(2)) : NATIVE.resolve(folder.group(2)));
        }
        return folders;
    }
}
