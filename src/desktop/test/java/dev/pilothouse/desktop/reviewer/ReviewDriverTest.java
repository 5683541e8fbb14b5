package dev.pilothouse.desktop.reviewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.TreeCheckout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewDriverTest {
    @TempDir
    Path copies;

    @Test
    void aSweepLeavesTheCopyOfAReviewThatBeginsMeanwhile() throws Exception {
        Path left = Files.createDirectory(copies.resolve("left"));
        Path fresh = copies.resolve("fresh");
        ReviewDriver driver = new ReviewDriver(null, null, new TreeCheckout(null, null, copies), null, () -> {
            try {
                Files.createDirectory(fresh);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return List.of();
        });

        driver.sweep();

        assertThat(left).doesNotExist();
        assertThat(fresh).isDirectory();
    }
}
