package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
