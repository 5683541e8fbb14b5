package dev.pilothouse.desktop.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LauncherFlagsTest {

    @Test
    void theHostIsMeasuredWithTheFlagsOfTheLauncher() throws IOException {
        assertThat(Files.readString(Path.of("pilothouse"))).contains(String.join(" ", LauncherFlags.HOST));
    }

    @Test
    void theWindowIsMeasuredWithTheFlagsOfTheLauncher() throws IOException {
        String flags = String.join(" ", LauncherFlags.WINDOW);
        int heap = flags.indexOf("-Xms");
        assertThat(Files.readString(Path.of("pilothouse")))
                .contains("quick_tuning='" + flags.substring(0, heap).strip() + "'")
                .contains("window_heap='" + flags.substring(heap) + "'")
                .contains("window*) tuning=\"$quick_tuning $window_heap\"");
    }
}
