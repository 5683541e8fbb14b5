package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenContentCacheTest {
    @TempDir
    Path folder;

    private final SeenContentCache cache = new SeenContentCache();

    private String keep(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        String id = FileContent.blobId(bytes);
        cache.keep(file, id);
        return id;
    }

    @Test
    void theContentsThatWereReadLongestAgoAreForgotten() throws IOException {
        String first = keep(new byte[] {1});
        String second = keep(new byte[] {2});
        int fill = SeenContentCache.TOTAL / SeenContentCache.EACH - 1;
        for (int i = 0; i < fill; i++) {
            byte[] bytes = new byte[SeenContentCache.EACH];
            bytes[0] = (byte) i;
            keep(bytes);
        }
        assertThat(cache.get(first)).isPresent();
        keep(new byte[SeenContentCache.EACH - 1]);

        assertThat(cache.get(second)).isEmpty();
        assertThat(cache.get(first)).isPresent();
    }

    @Test
    void aLargeFileAndOneThatHasChangedMeanwhileAreNotKept() throws IOException {
        assertThat(cache.get(keep(new byte[SeenContentCache.EACH + 1]))).isEmpty();
        Path file = Files.write(folder.resolve("file"), new byte[] {1});
        cache.keep(file, FileContent.blobId(new byte[] {2}));
        assertThat(cache.get(FileContent.blobId(new byte[] {1}))).isEmpty();
        assertThat(cache.get(FileContent.blobId(new byte[] {2}))).isEmpty();
    }
}
