package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMarkTest {
    @TempDir
    Path folder;

    @Test
    void aCopyOfADataFolderHasAnotherNameAndALinkToItTheSame() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        String name = ProcessMark.hostOf("h1", one);
        assertThat(ProcessMark.hostOf("h1", copy)).isNotEqualTo(name);
        assertThat(ProcessMark.hostOf("h1", folder.resolve("copy/../one"))).isEqualTo(name);
        assertThat(ProcessMark.fresh(name).host()).isEqualTo(name);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders have no inode there")
    void aDataFolderThatWasMovedKeepsItsName() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        String name = ProcessMark.hostOf("h1", one);

        assertThat(ProcessMark.hostOf("h1", Files.move(one, folder.resolve("moved"))))
                .isEqualTo(name);
    }
}
