package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests what is different in the command line that was compiled ahead of time. The other tests of this package test the
 * rest, because they run it in {@code mvn -Pdesktop,native verify} (see {@link Line}).
 */
@Tag("native")
final class NativeCommandIT {
    @TempDir
    Path folder;

    private Path program;

    @BeforeEach
    void needsTheProgram() {
        program = Line.program().orElse(null);
        assumeTrue(program != null, "-Dpilothouse.command names no program");
    }

    private Line run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Line(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void theCommandsOfAHostAreRefusedWithASentence() throws Exception {
        for (String command : CommandDeclarationsTest.OTHER_IN_THE_IMAGE) {
            Line line = run("--data", folder.toString(), command, "--no-such-option", "word");
            assertThat(line.code()).isEqualTo(2);
            assertThat(line.out()).isEmpty();
            assertThat(line.err()).startsWith("pilothouse: This program is a client only. '" + command + "' is ");
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        String version = new String(
                ProgramVersion.class
                        .getResourceAsStream("/dev/pilothouse/version.txt")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(run("--version").out()).isEqualTo("Pilothouse " + version.strip() + System.lineSeparator());
    }
}
