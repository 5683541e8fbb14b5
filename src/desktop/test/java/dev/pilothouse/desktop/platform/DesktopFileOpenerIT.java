package dev.pilothouse.desktop.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.platform.FileOpener.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Opens files with a real child process in place of the user's text editor. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for the program is a shell script")
class DesktopFileOpenerIT {
    @TempDir
    Path folder;

    private Path project;
    private Path opened;
    private DesktopFileOpener opener;

    @BeforeEach
    void makeAProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        opened = folder.resolve("opened.txt");
        write("src/A.java", "class A {}\n");
        Path program = folder.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> '" + opened + "'\n");
        opener = new DesktopFileOpener(List.of("sh", program.toString()));
    }

    @AfterEach
    void close() {
        opener.close();
        opener.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Outcome open(String path) throws Exception {
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        opener.open(project, path, told::complete);
        return told.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aTextInTheDirectoryIsHandedToTheProgram() throws Exception {
        assertThat(open("src/A.java")).isEqualTo(Outcome.OPENED);
        assertThat(open(project.resolve("src/A.java").toString())).isEqualTo(Outcome.OPENED);
        await().until(() -> Files.exists(opened) && Files.readAllLines(opened).size() == 2);
        assertThat(Files.readAllLines(opened))
                .containsOnly(project.resolve("src/A.java").toRealPath().toString());
    }

    @Test
    void whatLiesOutsideIsNotOpenedByWhateverWay() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(project.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(project.resolve("out"), folder);
        assertThat(open("../secret.txt")).isEqualTo(Outcome.OUTSIDE);
        assertThat(open(folder.resolve("secret.txt").toString())).isEqualTo(Outcome.OUTSIDE);
        assertThat(open("link.txt")).isEqualTo(Outcome.OUTSIDE);
        assertThat(open("out/secret.txt")).isEqualTo(Outcome.OUTSIDE);
        assertThat(opened).doesNotExist();
    }

    @Test
    void aLinkThatStaysInsideIsFollowed() throws Exception {
        Files.createSymbolicLink(project.resolve("B.java"), project.resolve("src/A.java"));
        assertThat(open("B.java")).isEqualTo(Outcome.OPENED);
    }

    @Test
    void whatCouldBeRunIsNotOpened() throws Exception {
        write("run.sh", "echo\n");
        write("start.desktop", "[Desktop Entry]\nExec=sh\n");
        write("page.html", "<script>1</script>\n");
        write("tool", "#!/usr/bin/env python3\n");
        Path marked = write("notes.txt", "hello\n");
        Files.setPosixFilePermissions(marked, PosixFilePermissions.fromString("rwxr--r--"));
        Files.write(project.resolve("data.txt"), new byte[] {'a', 0, 'b'});
        for (String each : List.of("run.sh", "start.desktop", "page.html", "tool", "notes.txt", "data.txt", "src")) {
            assertThat(open(each)).as(each).isEqualTo(Outcome.NOT_TEXT);
        }
        assertThat(opened).doesNotExist();
    }

    @Test
    void aLinkThatHidesWhatItLeadsToIsJudgedByThat() throws Exception {
        Files.createSymbolicLink(project.resolve("readme.txt"), write("run.sh", "echo\n"));
        assertThat(open("readme.txt")).isEqualTo(Outcome.NOT_TEXT);
    }

    @Test
    void whatIsNotThereAndASystemWithoutAProgramAreSaid() throws Exception {
        assertThat(open("src/B.java")).isEqualTo(Outcome.MISSING);
        assertThat(open("a\0b")).isEqualTo(Outcome.MISSING);
        try (DesktopFileOpener without =
                new DesktopFileOpener(List.of(folder.resolve("none").toString()))) {
            CompletableFuture<Outcome> told = new CompletableFuture<>();
            without.open(project, "src/A.java", told::complete);
            assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.NO_PROGRAM);
        }
    }

    @Test
    void aNameIsAnArgumentAndNothingElse() throws Exception {
        write("-x; touch pwned.txt", "text\n");
        assertThat(open("-x; touch pwned.txt")).isEqualTo(Outcome.OPENED);
        await().until(() -> Files.exists(opened) && Files.size(opened) > 0);
        assertThat(Files.readString(opened, StandardCharsets.UTF_8).strip()).endsWith("/project/-x; touch pwned.txt");
        assertThat(project.resolve("pwned.txt")).doesNotExist();
    }
}
