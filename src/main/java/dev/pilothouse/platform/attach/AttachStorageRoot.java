package dev.pilothouse.platform.attach;

import com.gluonhq.attach.storage.StorageService;
import dev.pilothouse.platform.StorageRoot;
import dev.pilothouse.secure.PrivateFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The app's private storage. It is a subfolder of its own, because on a desktop all Gluon apps share one folder.
 * Immutable. Any thread.
 */
public final class AttachStorageRoot implements StorageRoot {

    private final Path folder;

    /**
     * @throws IllegalStateException if the device offers no private storage
     * @throws UncheckedIOException if the folder cannot be created
     */
    public AttachStorageRoot(StorageService service) {
        File shared = service.getPrivateStorage()
                .orElseThrow(() -> new IllegalStateException("This device offers the app no storage of its own."));
        folder = shared.toPath().toAbsolutePath().resolve("pilothouse");
        try {
            PrivateFile.createFolder(folder.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path privateFolder() {
        return folder;
    }
}
