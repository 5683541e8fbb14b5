package dev.pilothouse.platform.attach;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gluonhq.attach.storage.StorageService;
import dev.pilothouse.platform.StorageRoot;
import dev.pilothouse.platform.StorageRootContract;
import java.io.File;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AttachStorageRootTest extends StorageRootContract {

    @Override
    protected StorageRoot start() {
        return new AttachStorageRoot(new FixedService(Optional.of(device.toFile())));
    }

    @Test
    void aDeviceWithoutStorageIsNamed() {
        assertThatThrownBy(() -> new AttachStorageRoot(new FixedService(Optional.empty())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("storage");
    }

    private record FixedService(Optional<File> folder) implements StorageService {

        @Override
        public Optional<File> getPrivateStorage() {
            return folder;
        }

        @Override
        public Optional<File> getPublicStorage(String subdirectory) {
            return Optional.empty();
        }

        @Override
        public boolean isExternalStorageWritable() {
            return false;
        }

        @Override
        public boolean isExternalStorageReadable() {
            return false;
        }
    }
}
