package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class IoErrorTextTest {
    @Test
    void withoutDescriptorsItSaysWhatToDo() {
        assertThat(IoErrorText.of(new FileSystemException("/data/journal.jsonl", null, "Too many open files")))
                .startsWith("no file descriptors are left")
                .contains("ulimit -n");
    }

    @Test
    void aFullDiskIsNamedAsOne() {
        FileSystemException full = new FileSystemException("/data/lock", null, "No space left on device");

        assertThat(IoErrorText.isFull(full)).isTrue();
        assertThat(IoErrorText.of(full)).isEqualTo("the disk is full: /data/lock: No space left on device");
        assertThat(IoErrorText.isFull(new FileSystemException("/data/lock", null, "Permission denied")))
                .isFalse();
    }
}
