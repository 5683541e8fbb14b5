package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    private int accesses;
    private int pauses;

    /** Refuses as Windows does while another program holds the file open. */
    private String refusing(int times, FileSystemException refusal) throws IOException {
        return AtomicFiles.retrying(
                AtomicFiles.ATTEMPTS,
                folder,
                () -> {
                    accesses++;
                    if (accesses <= times) {
                        throw refusal;
                    }
                    return "moved";
                },
                () -> pauses++);
    }

    @Test
    void file_that_a_scanner_holds_for_a_moment_is_replaced() throws IOException {
        assertThat(refusing(3, new AccessDeniedException("devices.json"))).isEqualTo("moved");
        assertThat(pauses).isEqualTo(3);
    }

    @Test
    void sharing_violation_counts_as_held() throws IOException {
        FileSystemException violation = new FileSystemException(
                "a", "b", "The process cannot access the file because it is being used by another process.");
        assertThat(refusing(20, violation)).isEqualTo("moved");
    }

    @Test
    void file_that_is_held_for_longer_stays_as_it_was_and_the_error_says_why() {
        AccessDeniedException refusal = new AccessDeniedException("devices.json");
        assertThatThrownBy(() -> refusing(100, refusal))
                .hasMessageContaining(folder + " could not be replaced or moved, because another program uses it")
                .hasCause(refusal);
        assertThat(pauses).isEqualTo(20);
    }

    @Test
    void other_errors_are_reported_at_once() {
        assertThatThrownBy(() -> refusing(1, new NoSuchFileException("x"))).isInstanceOf(NoSuchFileException.class);
        assertThat(accesses).isEqualTo(1);
    }

    @Test
    void without_windows_nothing_is_repeated() {
        assertThatThrownBy(() -> AtomicFiles.retrying(folder, () -> {
                    accesses++;
                    throw new AccessDeniedException("x");
                }))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(accesses).isEqualTo(1);
    }

    @Test
    void file_is_replaced_and_a_folder_renamed() throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), "new");
        Path target = Files.writeString(folder.resolve("target"), "old");
        AtomicFiles.replace(fresh, target);
        assertThat(target).hasContent("new");
        assertThat(fresh).doesNotExist();
        Path old = Files.createDirectory(folder.resolve("old"));
        AtomicFiles.rename(old, folder.resolve("free"));
        assertThat(folder.resolve("free")).isDirectory();
    }
}
