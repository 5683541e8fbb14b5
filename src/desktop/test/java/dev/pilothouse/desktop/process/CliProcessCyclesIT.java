package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.testing.OpenFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
final class CliProcessCyclesIT {
    private static final int CYCLES = 200;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void twoHundredCyclesLeaveDescriptorsThreadsAndChildrenAsBefore() throws Exception {
        Children children = new Children(folder);
        cycle(children, 0);
        await().until(() -> cliThreads() == 0);
        int descriptors = OpenFiles.list().size();
        long offspring = offspring();
        for (int i = 0; i < CYCLES; i++) {
            cycle(children, i);
        }
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(cliThreads()).as("threads").isZero();
            assertThat(OpenFiles.list()).as("open descriptors").hasSizeLessThanOrEqualTo(descriptors);
            // Fewer, if an earlier test's process has ended meanwhile.
            assertThat(offspring()).as("children").isLessThanOrEqualTo(offspring);
        });
    }

    /** In turn, a child is stopped, exits by itself, or fails to start. */
    private static void cycle(Children children, int number) throws Exception {
        RecordingListener listener = new RecordingListener();
        switch (number % 3) {
            case 0 -> {
                CliProcess process = children.sh(listener, "sleep 1000 & echo up; cat");
                await().until(() -> !listener.lines.isEmpty());
                process.close();
                Children.assertGone(process.mark());
            }
            case 1 -> {
                try (CliProcess process = children.sh(listener, "echo words >&2; exit 1")) {
                    assertThat(process.onExit().get(10, TimeUnit.SECONDS).stderrTail())
                            .isEqualTo("words");
                }
            }
            default ->
                assertThat(children.start(listener, "/proc/self/environ")).isInstanceOf(ProcessStart.Failed.class);
        }
    }

    private static long offspring() {
        Procfs procfs = Procfs.system();
        return ProcessHandle.current()
                .descendants()
                .filter(child -> !procfs.isZombie(child.pid()))
                .count();
    }

    private static long cliThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cli-"))
                .count();
    }
}
