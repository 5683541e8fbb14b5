package dev.pilothouse.desktop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
    private static final ArchiveReader.Limits LIMITS = new ArchiveReader.Limits(10, 10_000);

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("a/content"));
    }

    private void unpack(String name, byte[] archive) throws IOException {
        InstalledAgents.deleteTree(folder);
        Files.createDirectories(folder);
        Path file = Files.write(temporary.resolve("archive"), archive);
        ArchiveReader.unpack(file, name, "bin/agent", folder, LIMITS, () -> false);
    }

    private static TestArchive tar() {
        return new TestArchive();
    }

    @Test
    void aTarHasItsFilesAndTheirExecutableBit() throws Exception {
        unpack(
                "agent.tar.gz",
                tar().entry("./bin/", "", 0755, '5', "")
                        .file("./bin/agent", "#!/bin/sh\n", 0755)
                        .file("readme.txt", "text", 0644)
                        .gzip());

        assertThat(folder.resolve("bin/agent")).isExecutable().hasContent("#!/bin/sh\n");
        assertThat(Files.isExecutable(folder.resolve("readme.txt"))).isFalse();
    }

    @Test
    void aNameInAnExtendedHeaderReplacesTheShortOne() throws Exception {
        String record = " path=deep/folder/file\n";
        unpack(
                "agent.tgz",
                tar().entry("pax", (record.length() + 2) + record, 0644, 'x', "")
                        .file("short", "content", 0644)
                        .gzip());

        assertThat(folder.resolve("deep/folder/file")).hasContent("content");
        assertThat(folder.resolve("short")).doesNotExist();
    }

    @Test
    void aZipHasItsFilesAndProgramsAreExecutable() throws Exception {
        unpack("agent.zip", TestArchive.zip("bin/agent", "#!/bin/sh\n", "bin/data", "text"));

        assertThat(folder.resolve("bin/agent")).isExecutable();
        assertThat(Files.isExecutable(folder.resolve("bin/data"))).isFalse();
    }

    @Test
    void aFileThatIsNoArchiveIsTheProgramItself() throws Exception {
        unpack("https://example.org/agent-linux-x64", "#!/bin/sh\n".getBytes());

        assertThat(folder.resolve("bin/agent")).isExecutable();
    }

    @Test
    void pathsThatLeadOutOfTheFolderAreRefused() throws Exception {
        for (String path : new String[] {"../evil", "a/../../evil", "/tmp/evil", "a\\..\\evil", "C:/evil"}) {
            assertThatThrownBy(
                            () -> unpack("a.tar.gz", tar().file(path, "x", 0644).gzip()))
                    .hasMessageContaining("leads out of its folder");
            assertThatThrownBy(() -> unpack("a.zip", TestArchive.zip(path, "x")))
                    .hasMessageContaining("leads out of its folder");
        }
        assertThat(temporary.resolve("a/evil")).doesNotExist();
        assertThat(temporary.resolve("evil")).doesNotExist();
    }

    @Test
    void linksAndDevicesAreRefused() {
        for (char type : new char[] {'1', '2', '3', '4', '6'}) {
            assertThatThrownBy(() -> unpack(
                            "a.tar.gz",
                            tar().entry("link", "", 0777, type, "/etc/passwd").gzip()))
                    .hasMessageContaining("link or a device");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileIsNeverReplaced() {
        assertThatThrownBy(() -> unpack("a.zip", TestArchive.zip("a", "1", "./a", "2")))
                .hasMessageContaining("a file twice");
    }

    @Test
    void tooManyFilesAndTooManyBytesAreRefused() {
        String[] many = IntStream.range(0, 22).mapToObj(i -> "f" + i).toArray(String[]::new);
        assertThatThrownBy(() -> unpack("a.zip", TestArchive.zip(many))).hasMessageContaining("more than 10 files");
        assertThatThrownBy(() -> unpack("a.zip", TestArchive.zip("a", "x".repeat(10_001))))
                .hasMessageContaining("more than 10000 bytes");
        assertThatThrownBy(() -> unpack(
                        "a.tar.gz", tar().file("a", "x".repeat(10_001), 0644).gzip()))
                .hasMessageContaining("more than 10000 bytes");
    }

    @Test
    void headersWithoutFilesAreCountedToo() throws Exception {
        for (char type : new char[] {'x', 'g', 'L', 'K'}) {
            TestArchive archive = tar();
            for (int i = 0; i < 11; i++) {
                archive.entry("header", "12 a" + (char) ('a' + i) + "=long\n\n", 0644, type, "");
            }
            byte[] bytes = archive.file("file", "x", 0644).gzip();

            assertThatThrownBy(() -> unpack("a.tar.gz", bytes)).hasMessageContaining("more than 10 files");
        }
    }

    @Test
    void damagedEmptyAndUnknownArchivesAreRefused() throws Exception {
        byte[] whole = tar().file("a", "content".repeat(200), 0644).gzip();

        assertThatThrownBy(() -> unpack("a.tar.gz", Arrays.copyOf(whole, whole.length / 2)))
                .hasMessage("it is damaged");
        assertThatThrownBy(() -> unpack("a.tar.gz", new byte[] {1, 2, 3})).hasMessage("it is damaged");
        assertThatThrownBy(() -> unpack("a.zip", new byte[] {1, 2, 3})).hasMessage("it is empty");
        assertThatThrownBy(() -> unpack("a.tar.bz2", whole)).hasMessageContaining("its form");
        assertThat(ArchiveReader.isKnown("https://example.org/agent.tar.bz2")).isFalse();
        assertThat(ArchiveReader.isKnown("https://example.org/agent.dmg")).isFalse();
    }
}
