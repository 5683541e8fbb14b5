package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FileSecureStoreTest extends SecureStoreContract {

    @TempDir
    Path device;

    @Override
    protected SecureStore start() {
        return new FileSecureStore(device.resolve("profile").resolve("secrets"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a user's own folders are private there by their access lists")
    void onlyTheOwnerMayReadWhatIsStored() throws IOException {
        start().write("device.key", new byte[32]);

        Path folder = device.resolve("profile").resolve("secrets");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("device.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderThatCannotBeMadeIsReported() throws IOException {
        Files.writeString(device.resolve("profile"), "a file where the folder should be");

        assertThatThrownBy(() -> start().write("device.key", new byte[1])).isInstanceOf(UncheckedIOException.class);
    }
}
