package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every {@link StorageRoot}. */
public abstract class StorageRootContract {

    @TempDir
    protected Path device;

    /** The storage of an app on the device whose files are under {@link #device}, as if just started. */
    protected abstract StorageRoot start();

    @Test
    void theFolderExistsAndCanBeWritten() throws IOException {
        Path folder = start().privateFolder();

        assertThat(folder).isAbsolute().isDirectory().startsWith(device);
        Files.writeString(folder.resolve("note"), "kept");
    }

    @Test
    void theNextStartFindsWhatThisOneLeft() throws IOException {
        Files.writeString(start().privateFolder().resolve("note"), "kept");

        assertThat(start().privateFolder().resolve("note")).hasContent("kept");
    }
}
