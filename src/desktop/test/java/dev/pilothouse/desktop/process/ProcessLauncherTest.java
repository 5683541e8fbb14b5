package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessLauncherTest {
    @TempDir
    Path folder;

    @Test
    void aVariableThatCannotBeIsARefusalAndNoCrash() {
        ProcessLauncher launcher = new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessSpec spec =
                new ProcessSpec(List.of(java, "-version"), folder, Map.of("A=B", "c"), ProcessMark.fresh("test"));
        ProcessStart start = launcher.start(spec, new RecordingListener());

        assertThat(start).isInstanceOfSatisfying(ProcessStart.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(ProcessStart.Reason.REFUSED);
            assertThat(failed.sentence()).contains("A=B");
        });
    }

    @Test
    void theSystemsReasonIsSaidWithoutWhatJavaPutsBeforeIt() {
        String java = "Cannot run program \"/bin/x\" (in directory \"/work\"): error=";
        assertThat(ProcessLauncher.refused("x", java + "13, Permission denied").text())
                .isEqualTo("The system could not start x: Permission denied (error 13)");
        assertThat(ProcessLauncher.refused("x", java + "24, Too many open files")
                        .text())
                .startsWith("No file descriptors are left")
                .contains("ulimit -n")
                .hasSizeLessThan(200);
        assertThat(ProcessLauncher.refused("x", java + "2, No such file or directory")
                        .text())
                .contains("first line");
        assertThat(ProcessLauncher.refused("x", "Invalid environment variable name: \"A=B\"")
                        .text())
                .isEqualTo("The system could not start x: Invalid environment variable name: \"A=B\"");
    }
}
