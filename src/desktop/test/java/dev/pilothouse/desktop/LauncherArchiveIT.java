package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real script of a clone with a stand-in for Java, which writes down its options and makes the files they name. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs the launcher for sh")
final class LauncherArchiveIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String JAVA = """
            #!/bin/sh
            echo "$*" >>"$0.lines"
            for option; do
                case $option in
                    -XX:DumpLoadedClassList=*)
                        echo dev/pilothouse/protocol/BridgeCodec >"${option#*=}"
                        echo dev/pilothouse/desktop/bridge/BridgeServer >>"${option#*=}"
                        ;;
                    -Xshare:dump) dump=yes ;;
                    -XX:SharedArchiveFile=*) [ -z "${dump-}" ] || echo archive >"${option#*=}" ;;
                esac
            done
            """;

    @TempDir
    Path folder;

    private Path clone;
    private Path jdk;

    @BeforeEach
    void builtClone() throws IOException {
        clone = Files.createDirectories(folder.resolve("clone"));
        Files.copy(Path.of("pilothouse"), clone.resolve("pilothouse"));
        for (String source : List.of(".mvn", "src/main", "src/desktop/java", "src/desktop/resources")) {
            Files.createDirectories(clone.resolve(source));
        }
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        Files.createDirectories(launch());
        build("one");
        jdk = folder.resolve("jdk");
        program(jdk.resolve("bin/java"), JAVA);
        jvm("17.0.1");
        // Waiting for a list that grows no more takes less time.
        program(folder.resolve("bin/sleep"), "#!/bin/sh\nexec /bin/sleep 0.1\n");
    }

    private Path launch() {
        return clone.resolve("target/launch");
    }

    private void build(String name) throws IOException {
        Files.writeString(launch().resolve("pilothouse-" + name + ".jar"), name);
        Files.writeString(launch().resolve("current"), "pilothouse-" + name + ".jar\n");
        Files.writeString(launch().resolve("class-path"), launch().resolve("pilothouse-" + name + ".jar") + "\n");
        Path stamp = Files.writeString(launch().resolve("stamp"), "");
        Files.setLastModifiedTime(
                stamp, java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(60)));
    }

    private void jvm(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs a command and returns the line of options that the program was started with. */
    private String start(String... arguments) throws IOException, InterruptedException {
        List<String> line = Stream.concat(
                        Stream.of("sh", clone.resolve("pilothouse").toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().remove("DISPLAY");
        assertThat(builder.start().waitFor())
                .as(Files.readString(folder.resolve("out")))
                .isZero();
        try (Stream<String> lines = Files.lines(jdk.resolve("bin/java.lines"))) {
            return lines.filter(each -> each.contains("DesktopMain"))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }
    }

    private Optional<Path> archive(String kind) throws IOException {
        Path archives = launch().resolve("archive");
        if (!Files.isDirectory(archives)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> file.getFileName().toString().matches(kind + "-.*\\.jsa"))
                    .findFirst();
        }
    }

    private void awaitArchive(String kind) {
        await().atMost(LIMIT)
                .until(() -> archive(kind).isPresent()
                        && Files.notExists(launch().resolve("archive").resolve(kind + ".lock")));
    }

    @Test
    void theSecondStartUsesTheArchiveThatTheFirstOneRecordedFor() throws Exception {
        assertThat(start("ctl", "sessions")).contains("-XX:DumpLoadedClassList=");
        awaitArchive("command");

        assertThat(start("ctl", "sessions"))
                .contains("-XX:SharedArchiveFile=" + archive("command").orElseThrow())
                .doesNotContain("DumpLoadedClassList");
    }

    @Test
    void eachKindOfStartHasItsOwnArchive() throws Exception {
        start("host");
        awaitArchive("host");

        assertThat(archive("command")).isEmpty();
        assertThat(start("ctl", "sessions")).doesNotContain("SharedArchiveFile");
        assertThat(start("host", "--share")).contains("SharedArchiveFile");
        awaitArchive("command");
    }

    @Test
    void anotherJvmDoesNotUseTheArchive() throws Exception {
        start("ctl", "sessions");
        awaitArchive("command");
        jvm("17.0.2");

        assertThat(start("ctl", "--help")).doesNotContain("SharedArchiveFile");
    }

    @Test
    void aNewBuildDoesNotUseTheArchiveAndTheOldOneIsDeleted() throws Exception {
        start("ctl", "sessions");
        awaitArchive("command");
        Path old = archive("command").orElseThrow();
        build("two");

        assertThat(start("ctl", "sessions")).doesNotContain("SharedArchiveFile");
        awaitArchive("command");
        assertThat(old).doesNotExist();
        assertThat(archive("command").orElseThrow().toString()).contains("two");
    }

    @Test
    void onlyOneStartRecordsAtATime() throws Exception {
        Path lock = Files.createDirectories(launch().resolve("archive/command.lock"));
        Files.writeString(
                lock.resolve("pid"), Long.toString(ProcessHandle.current().pid()));

        assertThat(start("ctl", "sessions")).doesNotContain("DumpLoadedClassList");
        assertThat(lock).isDirectory();
    }

    @Test
    void theLockOfAnEndedStartIsIgnored() throws Exception {
        Path lock = Files.createDirectories(launch().resolve("archive/command.lock"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(lock.resolve("pid"), Long.toString(ended.pid()));

        assertThat(start("ctl", "sessions")).contains("DumpLoadedClassList");
        awaitArchive("command");
    }

    @Test
    void helpAndAJvmThatCannotBeToldRecordNothing() throws Exception {
        assertThat(start("ctl", "sessions", "--help")).doesNotContain("DumpLoadedClassList");
        assertThat(start("--version")).doesNotContain("DumpLoadedClassList");
        Files.delete(jdk.resolve("release"));

        assertThat(start("ctl", "sessions")).doesNotContain("DumpLoadedClassList");
        assertThat(launch().resolve("archive")).doesNotExist();
    }

    @Test
    void commandsAndHostsStartWithoutTheModulesOfJavaFx() throws Exception {
        assertThat(start("ctl", "--help")).doesNotContain("--module-path");
        assertThat(start("doctor")).contains("--module-path");
        assertThat(start("host")).doesNotContain("--module-path");
        awaitArchive("host");
    }
}
