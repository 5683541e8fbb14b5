package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatIsNotThereHasNoContent() throws IOException {
        assertThat(new PrivateFile(folder.resolve("a")).read()).isEmpty();
    }

    @Test
    void theLastContentIsTheOneThatIsRead() throws IOException {
        PrivateFile file = new PrivateFile(folder.resolve("a"));
        file.write(new byte[] {1, 2, 3});
        file.write(new byte[] {4});

        assertThat(file.read())
                .hasValueSatisfying(content -> assertThat(content).containsExactly(4));
        assertThat(folder).isDirectoryContaining("glob:**a").satisfies(this::holdsOneFile);
    }

    @Test
    void onlyTheOwnerMayReadItOrItsNewFolder() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        PrivateFile file = new PrivateFile(folder.resolve("deep/er/a"));
        file.write(new byte[] {1});

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("deep"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aDamagedFileIsKeptBesideItsPlace() throws IOException {
        PrivateFile file = new PrivateFile(folder.resolve("a"));
        file.write(new byte[] {1});
        Path first = file.moveAside();
        file.write(new byte[] {2});
        Path second = file.moveAside();

        assertThat(first).hasBinaryContent(new byte[] {1});
        assertThat(second).hasBinaryContent(new byte[] {2});
        assertThat(file.read()).isEmpty();
    }

    @Test
    void aFileFarTooLargeIsNotRead() throws IOException {
        PrivateFile file = new PrivateFile(folder.resolve("a"));
        file.write(new byte[PrivateFile.MAX_BYTES + 1]);

        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("larger");
    }

    private void holdsOneFile(Path directory) {
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
