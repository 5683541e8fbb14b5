package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

/** Simulates a killed host by processes that are recorded but not owned. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
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
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
        Children.assertGone(mark);
    }

    @Test
    void descendantsOfALeftoverThatIsGoneAreEnded() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "(setsid sleep 1000 &)");
        record(leftover, mark);
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        Children.assertGone(mark);
    }

    @Test
    void aRecycledPidIsNotTouched() throws Exception {
        Process stranger = start(ProcessMark.fresh("other"), "exec sleep 1000");
        ProcessMark ours = ProcessMark.fresh("host");
        // The same pid with another start time, and the right start time with another mark.
        record(stranger, ours);
        String right = Files.readString(file);
        Files.writeString(file, right.replaceFirst("ticks:\\d+", "ticks:1") + right);
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void aReleasedProcessIsForgotten() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process process = start(mark, "exec sleep 1000");
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            reaper.started(process.toHandle(), mark);
            reaper.onReleased(mark);
        }
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void tornAndForeignLinesAreSkipped() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "exec sleep 1000");
        record(leftover, mark);
        String good = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, "+ x y z\n\u0000\nnonsense\n" + good + "+ 12 tic");
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theRecordsOfTheFolderThatWasCopiedEndNothing() throws Exception {
        ProcessMark mark = ProcessMark.fresh("original");
        Process ofTheOriginal = start(mark, "exec sleep 1000");
        try (ProcessReaper reaper = ProcessReaper.open(file, "original", "original", Children.QUICK)) {
            reaper.started(ofTheOriginal.toHandle(), mark);
        }
        Path copy = Files.copy(file, folder.resolve("copy"));

        ProcessReaper.open(copy, "copy", "copy", Children.QUICK).close();

        assertThat(ofTheOriginal.isAlive()).isTrue();
        assertThat(copy).content().isEqualTo("= 1 copy\n");
        ProcessReaper.open(file, "original", "original", Children.QUICK).close();
        assertThat(ofTheOriginal.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFileOfAnEarlierVersionEndsWhatCarriesTheNameOfThisFolderOnly() throws Exception {
        ProcessMark mark = ProcessMark.fresh("earlier");
        Process leftover = start(mark, "exec sleep 1000");
        record(leftover, mark);
        Files.writeString(file, Files.readString(file).replace("= 1 host\n", ""));
        Path copy = Files.copy(file, folder.resolve("copy"));

        ProcessReaper.open(copy, "copy", "earlier-copy", Children.QUICK).close();
        assertThat(leftover.isAlive()).isTrue();

        ProcessReaper.open(file, "host", "earlier", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFileOfANewerVersionIsLeftAsItIs() throws Exception {
        Files.writeString(file, "= 2 host something else\n* 1\n");

        assertThatThrownBy(() -> ProcessReaper.open(file, "host", "host", Children.QUICK))
                .isInstanceOf(NewerFileException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).content().isEqualTo("= 2 host something else\n* 1\n");
    }

    @Test
    void theLauncherKeepsTheRecordsTrue() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            Children children = new Children(folder);
            ProcessStart start =
                    new ProcessLauncher(reaper, Children.QUICK).start(children.spec("cat"), new RecordingListener());
            assertThat(start).isInstanceOfSatisfying(ProcessStart.Started.class, running -> {
                String session = running.process().mark().session();
                assertThat(file)
                        .content()
                        .startsWith("= 1 host\n? " + session + "\n+ ")
                        .endsWith(session + "\n");
                running.process().close();
                assertThat(file).content().endsWith("- " + session + "\n");
            });
        }
    }

    @Test
    void manyThatIgnoreTheSignalAreWaitedForAtTheSameTime() throws Exception {
        List<Process> stubborn = new ArrayList<>();
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            ProcessMark mark = ProcessMark.fresh("host");
            stubborn.add(start(mark, "trap '' TERM; while :; do sleep 1000; done"));
            records.append("? ").append(mark.session()).append('\n');
        }
        Files.writeString(file, records);
        StopTimings slow = new StopTimings(Duration.ofMillis(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
        long before = System.nanoTime();
        ProcessReaper.open(file, "host", "host", slow).close();
        // One after the other they would take at least twice 12 seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(stubborn).noneMatch(Process::isAlive);
    }

    @Test
    void aProgramThatCouldNotBeStartedLeavesNoRecord() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            ProcessSpec spec = new Children(folder).spec(broken.toString());
            assertThat(new ProcessLauncher(reaper, Children.QUICK).start(spec, new RecordingListener()))
                    .isInstanceOf(ProcessStart.Failed.class);
            String session = spec.mark().session();
            assertThat(file).content().isEqualTo("= 1 host\n? " + session + "\n- " + session + "\n");
        }
    }

    @Test
    void whatWasStartedRightBeforeTheKillIsEndedThoughItsPidWasNotRecorded() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            reaper.starting(mark);
        }
        Files.writeString(file, "+ 12", StandardOpenOption.APPEND);
        Process leftover = start(mark, "(setsid sleep 1000 &); exec sleep 1001");
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
        Children.assertGone(mark);
        assertThat(folder).isDirectoryNotContaining("glob:**processes?*");
    }

    @Test
    void aDamagedFileIsKeptAndWhatBelongsToThisFolderIsEndedByItsMarkAlone() throws Exception {
        Files.write(file, new byte[] {0, 1, 2, '\n', 'x', (byte) 0xFF, '\n'});
        Process ours = start(ProcessMark.fresh("host"), "exec sleep 1000");
        Process ofAnotherFolder = start(ProcessMark.fresh("host-2"), "exec sleep 1000");
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(ours.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ofAnotherFolder.isAlive()).isTrue();
        assertThat(folder).isDirectoryContaining("glob:**processes?*");
        assertThat(file).content().isEqualTo("= 1 host\n");
    }

    @Test
    void aFileFarTooLargeIsDamagedAndNotRead() throws Exception {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(1L << 32).write(ByteBuffer.wrap(new byte[] {1}));
        }
        Process ours = start(ProcessMark.fresh("host"), "exec sleep 1000");
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(ours.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(file).content().isEqualTo("= 1 host\n");
    }

    @Test
    void theFileOfAHostThatRunsForLongStaysSmall() throws Exception {
        ProcessMark lasting = ProcessMark.fresh("host");
        Process leftover = start(lasting, "exec sleep 1000");
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            reaper.starting(lasting);
            reaper.started(leftover.toHandle(), lasting);
            for (int i = 0; i < 3 * ProcessReaper.MAX_PAST; i++) {
                ProcessMark mark = new ProcessMark("host", "past-" + i);
                reaper.starting(mark);
                reaper.onReleased(mark);
            }
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThan(ProcessReaper.MAX_PAST + 10);
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRecordThatAFullDiskTookInPartSpoilsNoOther() throws Exception {
        ProcessMark mark = ProcessMark.fresh("host");
        Process leftover = start(mark, "exec sleep 1000");
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/full"));
            reaper.starting(ProcessMark.fresh("host"));
            Files.delete(file);
            Files.writeString(file, "? cut sho");
            reaper.started(leftover.toHandle(), mark);
        }
        ProcessReaper.open(file, "host", "host", Children.QUICK).close();
        assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    private void record(Process process, ProcessMark mark) throws IOException {
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK)) {
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
