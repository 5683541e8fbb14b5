package dev.pilothouse.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DemoCommandTest {
    @Test
    void aRelativeClassPathIsFoundFromAnyDirectory() {
        Path library = Path.of("lib", "a.jar").toAbsolutePath();
        assertThat(DemoCommand.absolute("classes" + File.pathSeparator + library))
                .isEqualTo(Path.of("classes").toAbsolutePath() + File.pathSeparator + library);
    }
}
