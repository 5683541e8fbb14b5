package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the program twice, as two real processes that draw their windows into memory. */
@Timeout(300)
class SecondStartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String LINK = "pilothouse://pair#VerySecretTicket";

    @TempDir
    Path folder;

    private static final boolean POSIX = File.separatorChar == '/';

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endThem() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Path socket() {
        return folder.resolve("profile/window.socket");
    }

    /** When the socket was created; empty if there is none. */
    private String created() throws IOException {
        return Files.exists(socket()) ? Files.getLastModifiedTime(socket()).toString() : "";
    }

    private Path words(int number) {
        return folder.resolve("err-" + number + ".txt");
    }

    private Process start(String data, String... more) throws IOException {
        // Without the tests' logging backend, which writes no file.
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        if (POSIX) {
            // The usual umask, independent of this machine's.
            command.addAll(List.of("sh", "-c", "umask 022; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dglass.platform=Monocle",
                "-Dmonocle.platform=Headless",
                "-Dprism.order=sw",
                "-Duser.home=" + folder,
                "-cp",
                classPath,
                DesktopMain.class.getName(),
                "--data",
                folder.resolve(data).toString(),
                "--profile",
                folder.resolve("profile").toString(),
                "--port",
                "0"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The program requires DISPLAY before it chooses the toolkit.
        builder.environment().put("DISPLAY", ":0");
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(words(started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    private int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void awaitWindow(Process process, String before) {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(process.isAlive()).isTrue();
            return !List.of("", before).contains(created());
        });
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("data/logs/window.log"), StandardCharsets.UTF_8);
    }

    @Test
    void aSecondStartBringsTheFirstForwardAndEnds() throws Exception {
        // As an earlier release created it.
        Files.createDirectories(folder.resolve("profile"));
        if (POSIX) {
            Files.setPosixFilePermissions(folder.resolve("profile"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Process first = start("data");
        awaitWindow(first, "");
        String before = created();

        assertThat(end(start("data", LINK))).isZero();
        assertThat(Files.readString(words(1))).contains("open already");
        await().atMost(TIMEOUT).until(() -> log().contains("brings the window forward"));
        assertThat(first.isAlive()).isTrue();

        assertThat(end(start("other"))).isEqualTo(1);
        assertThat(Files.readString(words(2))).contains("another data folder").contains("--profile");
        assertThat(folder.resolve("other/lock")).doesNotExist();

        // A killed process leaves its socket behind; the next window must start all the same, and be found.
        first.destroyForcibly().waitFor();
        assertThat(created()).isEqualTo(before);
        awaitWindow(start("data"), before);
        assertThat(end(start("data"))).isZero();

        for (Path written : List.of(folder.resolve("data"), folder.resolve("profile"))) {
            try (Stream<Path> files = Files.walk(written)) {
                for (Path file : files.toList()) {
                    if (POSIX) {
                        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                .as("%s is for its owner alone", file)
                                .endsWith("------");
                    }
                    if (!Files.isRegularFile(file)) {
                        continue;
                    }
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("VerySecretTicket");
                }
            }
        }
    }

    @Test
    void ofTwoStartsInTheSameMomentOneBecomesTheWindow() throws Exception {
        Process one = start("data");
        Process two = start("data");
        await().atMost(TIMEOUT).until(() -> Files.exists(socket()) && (!one.isAlive() || !two.isAlive()));
        Process left = one.isAlive() ? one : two;
        assertThat(left.isAlive()).isTrue();
        assertThat(end(left == one ? two : one)).isZero();
    }
}
