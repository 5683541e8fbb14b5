package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLookupTest {
    @TempDir
    Path folder;

    @Test
    void aBareNameIsFoundInTheFirstDirectoryThatHasIt() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("tool"));
        Path program = program(second.resolve("tool"));
        CommandLookup lookup = new CommandLookup(List.of(first, second), List.of());
        assertThat(lookup.find("tool", folder)).contains(program);
        assertThat(lookup.find("other", folder)).isEmpty();
    }

    @Test
    void aPathIsNotSearched() throws IOException {
        Path program = program(folder.resolve("tool"));
        CommandLookup lookup = new CommandLookup(List.of(), List.of());
        assertThat(lookup.find("./tool", folder)).map(Path::normalize).contains(program);
        assertThat(lookup.find(program.toString(), Path.of("/"))).contains(program);
        assertThat(lookup.find("tool", folder)).isEmpty();
    }

    @Test
    void noProgramOfASessionsDirectoryIsFoundThroughARelativeOrEmptyEntryOfThePath() throws IOException {
        Path session = Files.createDirectories(folder.resolve("session").resolve("bin"))
                .getParent();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        program(session.resolve("tool"));
        program(session.resolve("bin").resolve("tool"));
        String hostile = String.join(File.pathSeparator, "", ".", "bin", "./bin", "../session", "");

        assertThat(CommandLookup.of(Map.of("PATH", hostile)).find("tool", session))
                .isEmpty();
        assertThat(new CommandLookup(List.of(Path.of("bin"), Path.of("")), List.of()).find("tool", session))
                .isEmpty();
        Path real = program(elsewhere.resolve("tool"));
        assertThat(CommandLookup.of(Map.of("PATH", hostile + File.pathSeparator + elsewhere))
                        .find("tool", session))
                .contains(real);
    }

    @Test
    void extensionsAreTriedFirst() throws IOException {
        program(folder.resolve("tool"));
        Path script = program(folder.resolve("tool.cmd"));
        CommandLookup lookup = new CommandLookup(List.of(folder), List.of(".exe", ".cmd"));
        assertThat(lookup.find("tool", folder)).contains(script);
    }

    private static Path program(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
