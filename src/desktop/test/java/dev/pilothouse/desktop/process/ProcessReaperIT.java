package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a killed host leaves behind is played by processes that nobody owns but the records name. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class ProcessReaperIT {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("processes");
    }

    @AfterEach
    void endWhatTheTestStarted() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aLeftoverAndItsDetachedChildAreEnded() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "(setsid sleep 1000 &); exec sleep 1001");
        record(leftover, mark);
        ProcessReaper.open(file, Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
        Children.assertGone(mark);
    }

    @Test
    void descendantsOfALeftoverThatIsGoneAreEnded() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "(setsid sleep 1000 &)");
        record(leftover, mark);
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
        ProcessReaper.open(file, Children.QUICK).close();
        Children.assertGone(mark);
    }

    @Test
    void aRecycledPidIsNotTouched() throws Exception {
        Process stranger = start(ProcessMark.fresh("other"), "exec sleep 1000");
        ProcessMark ours = ProcessMark.fresh("host");
        // The same pid with another start, and with the right start but another mark.
        record(stranger, ours);
        String right = Files.readString(file);
        Files.writeString(file, right.replaceFirst("ticks:\\d+", "ticks:1") + right);
        ProcessReaper.open(file, Children.QUICK).close();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void aReleasedProcessIsForgotten() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process process = start(mark, "exec sleep 1000");
        try (ProcessReaper reaper = ProcessReaper.open(file, Children.QUICK)) {
            reaper.started(process.toHandle(), mark);
            reaper.released(mark);
        }
        ProcessReaper.open(file, Children.QUICK).close();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void tornAndForeignLinesAreSkipped() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "exec sleep 1000");
        record(leftover, mark);
        String good = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, "+ x y z\n\u0000\nnonsense\n" + good + "+ 12 tic");
        ProcessReaper.open(file, Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theLauncherKeepsTheRecordsTrue() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.open(file, Children.QUICK)) {
            Children children = new Children(folder);
            ProcessStart start =
                    new ProcessLauncher(reaper, Children.QUICK).start(children.spec("cat"), new RecordingListener());
            assertThat(start).isInstanceOfSatisfying(ProcessStart.Started.class, running -> {
                String session = running.process().mark().session();
                assertThat(file).content().startsWith("+ ").contains(session);
                running.process().close();
                assertThat(file).content().endsWith("- " + session + "\n");
            });
        }
    }

    private void record(Process process, ProcessMark mark) throws IOException {
        try (ProcessReaper reaper = ProcessReaper.open(file, Children.QUICK)) {
            reaper.started(process.toHandle(), mark);
        }
    }

    private Process start(ProcessMark mark, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.putAll(mark.variables());
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
