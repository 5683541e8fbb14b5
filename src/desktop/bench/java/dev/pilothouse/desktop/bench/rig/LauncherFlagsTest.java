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
        assertThat(Files.readString(Path.of("pilothouse"))).contains(String.join(" ", LauncherFlags.WINDOW));
    }
}
