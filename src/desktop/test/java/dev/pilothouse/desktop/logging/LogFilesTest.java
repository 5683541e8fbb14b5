package dev.pilothouse.desktop.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as the program writes it, with a smaller limit. */
class LogFilesTest {
    @TempDir
    Path root;

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private Path file() {
        return root.resolve("data/logs/host.log");
    }

    private void configure() {
        configure("10KB");
    }

    private void configure(String size) {
        // slf4j does this for its one context.
        context.setMDCAdapter(new LogbackMDCAdapter());
        new LogSetup().configure(context, file().toString(), size, "INFO");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(file().getParent())) {
            return all.sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                : "";
    }

    @Test
    void aLogHasABoundAndOnlyItsOwnerCanReadIt() throws Exception {
        // A file of an earlier release, which was readable by other users.
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "old\n");
        configure();
        String line = "x".repeat(200);
        long began = System.nanoTime();
        int written = 0;
        // The size is not checked for each line, so the number of lines to a rotation varies.
        while (!files().contains(file().resolveSibling("host.log.3")) && System.nanoTime() - began < 30_000_000_000L) {
            context.getLogger("test").info(line);
            written++;
        }
        assertThat(written).isPositive();
        assertThat(files())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("host.log", "host.log.1", "host.log.2", "host.log.3");
        for (Path log : files()) {
            assertThat(permissions(log)).isIn("rw-------", "");
        }
        assertThat(permissions(file().getParent())).isIn("rwx------", "");
    }

    @Test
    void aSizeThatIsNoneLeavesTheLogAsItUsuallyIs() throws Exception {
        for (String size : List.of("much", "", "-1MB")) {
            configure(size);
            context.getLogger("test").info("with the size '{}'", size);
            assertThat(Files.readString(file())).contains("with the size '" + size + "'");
            context.reset();
        }
    }

    @Test
    void detailsThatMayHoldWhatPeopleSaidAreNotWritten() throws Exception {
        configure();
        context.getLogger("dev.pilothouse.desktop.agent").debug("the prompt");
        context.getLogger("dev.pilothouse.desktop.agent").info("an event");
        assertThat(Files.readString(file())).contains("an event").doesNotContain("the prompt");
    }
}
