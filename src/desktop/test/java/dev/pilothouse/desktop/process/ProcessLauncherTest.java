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
        ProcessLauncher launcher = new ProcessLauncher(ProcessLedger.none(), StopTimings.standard());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessSpec spec =
                new ProcessSpec(List.of(java, "-version"), folder, Map.of("A=B", "c"), ProcessMark.fresh("test"));
        ProcessStart start = launcher.start(spec, new RecordingListener());

        assertThat(start).isInstanceOfSatisfying(ProcessStart.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(ProcessStart.Reason.REFUSED);
            assertThat(failed.sentence()).contains("A=B");
        });
    }
}
