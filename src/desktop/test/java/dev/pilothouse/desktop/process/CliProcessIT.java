package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real children, mostly shells. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts sh")
@Timeout(60)
final class CliProcessIT {
    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();
    private Children children;

    @BeforeEach
    void chooseFolder() {
        children = new Children(folder);
    }

    @Test
    void tenMegabytesOfStderrBeforeAnyStdoutBlockNobody() throws Exception {
        try (CliProcess process =
                children.sh(listener, "head -c 10485760 /dev/zero | tr '\\0' 'e' >&2; echo >&2 end; echo ready")) {
            ProcessExit exit = process.onExit().get(30, TimeUnit.SECONDS);
            assertThat(exit.code()).isZero();
            assertThat(listener.texts()).containsExactly("ready");
            assertThat(exit.stderrTail()).endsWith("end").hasSizeLessThanOrEqualTo(StderrTail.BYTES);
        }
    }

    @Test
    void stdoutAndStderrAreDrainedInParallel() throws Exception {
        String writer = "i=0; while [ $i -lt 64 ]; do head -c 65536 /dev/zero | tr '\\0' 'x'; echo; i=$((i+1)); done";
        try (CliProcess process = children.sh(listener, "(" + writer + ") & (" + writer + ") >&2; wait")) {
            assertThat(process.onExit().get(30, TimeUnit.SECONDS).code()).isZero();
            assertThat(listener.lines).hasSize(64);
        }
    }

    @Test
    void anEarlyExitIsNoticedAtOnceWithItsLastWords() throws Exception {
        long start = System.nanoTime();
        try (CliProcess process = children.sh(listener, "echo before; echo 'no licence found' >&2; exit 3")) {
            ProcessExit exit = process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(exit.code()).isEqualTo(3);
            assertThat(exit.stopped()).isFalse();
            assertThat(exit.signal()).isEmpty();
            assertThat(exit.sentence()).isEqualTo("The process exited with code 3. Its last words: no licence found");
            assertThat(listener.exits).containsExactly(exit);
            assertThat(listener.linesAtExit).as("lines come before the exit").hasValue(1);
            assertThat(process.writeLine("too late")).isEqualTo(WriteResult.CLOSED);
        }
    }

    @Test
    void aProcessThatASignalEndedSaysSo() throws Exception {
        try (CliProcess process = children.sh(listener, "kill -9 $$")) {
            ProcessExit exit = process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(exit.signal()).hasValue(9);
            assertThat(exit.sentence()).isEqualTo("The process was ended by signal 9 (KILL).");
        }
    }

    @Test
    void stdinReachesTheChildInOrderAndItsEndToo() throws Exception {
        try (CliProcess process = children.started(listener, "cat")) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add("größe " + i);
                assertThat(process.writeLine(sent.get(i))).isEqualTo(WriteResult.ACCEPTED);
            }
            process.closeStdin();
            assertThat(process.onExit().get(10, TimeUnit.SECONDS).code()).isZero();
            assertThat(listener.texts()).isEqualTo(sent);
        }
    }

    @Test
    void aLineOfTenMegabytesGoesThereAndBack() throws Exception {
        String large = "y".repeat(10 * 1024 * 1024);
        try (CliProcess process = children.started(listener, "cat")) {
            assertThat(process.writeLine(large)).isEqualTo(WriteResult.ACCEPTED);
            await().atMost(20, TimeUnit.SECONDS).until(() -> listener.lines.size() == 1);
            assertThat(listener.texts().get(0)).hasSize(large.length()).isEqualTo(large);
        }
    }

    @Test
    void aChildThatDoesNotReadCostsARefusalAndNoWaiting() {
        String block = "z".repeat(8 * 1024 * 1024);
        try (CliProcess process = children.sh(listener, "exec sleep 1000")) {
            List<WriteResult> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                results.add(process.writeLine(block));
            }
            assertThat(results).startsWith(WriteResult.ACCEPTED).endsWith(WriteResult.FULL);
        }
        assertThat(listener.exits).hasSize(1);
    }

    @Test
    void aChildThatClosesItsOutputAndLivesOnIsEnded() throws Exception {
        try (CliProcess process =
                children.sh(listener, "echo last; echo 'lost my pipe' >&2; exec >&-; while :; do sleep 1000; done")) {
            ProcessExit exit = process.onExit().get(30, TimeUnit.SECONDS);
            assertThat(exit.stopped()).isFalse();
            assertThat(exit.sentence())
                    .isEqualTo("The process closed its output without ending, so it was ended. Its last words: lost my"
                            + " pipe");
            assertThat(listener.texts()).containsExactly("last");
            Children.assertGone(process.mark());
        }
    }

    @Test
    void aChildThatClosesItsOutputOnItsWayOutIsLeftAlone() throws Exception {
        try (CliProcess process = children.sh(listener, "exec >&-; sleep 0.5; exit 6")) {
            ProcessExit exit = process.onExit().get(30, TimeUnit.SECONDS);
            assertThat(exit.code()).isEqualTo(6);
            assertThat(exit.silent()).isFalse();
        }
    }

    @Test
    void malformedBytesAndGarbageAreLinesLikeOthers() throws Exception {
        try (CliProcess process = children.sh(listener, "printf 'a\\303\\nok\\r\\nlast'")) {
            process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(listener.lines)
                    .containsExactly(
                            new Line.Text("a\uFFFD", true), new Line.Text("ok", false), new Line.Text("last", false));
        }
    }

    @Test
    void aChildThatWatchesStdinEndsByItself() {
        Duration never = Duration.ofSeconds(30);
        CliProcess process = new Children(folder, new StopTimings(never, never, never)).started(listener, "cat");
        process.close();
        assertThat(listener.exits).singleElement().satisfies(exit -> {
            assertThat(exit.code()).isZero();
            assertThat(exit.stopped()).isTrue();
        });
    }

    @Test
    void aChildThatIgnoresEverythingIsEndedByForce() {
        CliProcess process = children.sh(listener, "trap '' TERM; echo up; while :; do sleep 1000; done");
        await().until(() -> !listener.lines.isEmpty());
        process.close();
        assertThat(listener.exits)
                .singleElement()
                .satisfies(exit -> assertThat(exit.signal()).hasValue(9));
        Children.assertGone(process.mark());
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "finds processes by the marks in their environments, which only Linux shows")
    void grandchildrenAreGoneAfterCloseAlsoDetachedOnes() throws Exception {
        CliProcess process = children.sh(
                listener,
                "sleep 1000 & setsid sleep 1001 & "
                        + "(setsid sh -c 'trap \"\" TERM HUP; echo $$ > deep; while :; do sleep 1002; done' &) ; "
                        + "echo up; cat >/dev/null; sleep 1003");
        await().until(() -> !listener.lines.isEmpty() && Files.exists(folder.resolve("deep")));
        await().untilAsserted(() -> assertThat(Procfs.system()
                        .withVariable(
                                ProcessMark.SESSION_VARIABLE, process.mark().session()))
                .hasSizeGreaterThanOrEqualTo(5));
        process.close();
        Children.assertGone(process.mark());
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            disabledReason = "finds processes by the marks in their environments, which only Linux shows")
    void whatALauncherLeavesBehindEndsWithIt() throws Exception {
        try (CliProcess process = children.sh(listener, "setsid sleep 1000 & echo up")) {
            // The grandchild holds stdout open, which must not hide the exit.
            assertThat(process.onExit().get(10, TimeUnit.SECONDS).code()).isZero();
            assertThat(listener.texts()).containsExactly("up");
            Children.assertGone(process.mark());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of a process is read from procfs")
    void theUsageOfTheWholeTreeIsTold() {
        try (CliProcess process =
                children.sh(listener, "(setsid sh -c 'while :; do :; done') & echo up; exec sleep 1000")) {
            await().until(() -> !listener.lines.isEmpty());
            // The working process is a grandchild in its own session; the child itself sleeps.
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(process.usage(ProcessTable.now()))
                            .hasValueSatisfying(usage -> {
                                assertThat(usage.processes()).isGreaterThanOrEqualTo(2);
                                assertThat(usage.cpu()).isGreaterThan(Duration.ofMillis(200));
                                assertThat(usage.residentBytes().orElse(0)).isGreaterThan(100_000);
                            }));
        }
        assertThat(listener.exits).hasSize(1);
    }

    @Test
    void aChildThatIsGoneUsesNothing() throws Exception {
        try (CliProcess process = children.sh(listener, "exit 0")) {
            process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(process.usage(ProcessTable.now())).isEmpty();
        }
    }

    @Test
    void closeFromManyThreadsEndsItOnceAndAllReturnAfterIt() throws Exception {
        CliProcess process = children.sh(listener, "trap '' TERM; echo up; cat; sleep 1000");
        await().until(() -> !listener.lines.isEmpty());
        List<Boolean> running = Collections.synchronizedList(new ArrayList<>());
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread closer = new Thread(
                    () -> {
                        process.close();
                        running.add(process.isRunning());
                    },
                    "closer-" + i);
            closers.add(closer);
            closer.start();
        }
        for (Thread closer : closers) {
            closer.join(20_000);
        }
        assertThat(running).hasSize(8).containsOnly(false);
        assertThat(listener.exits).hasSize(1);
        process.close();
        assertThat(listener.exits).hasSize(1);
    }

    @Test
    void aListenerMayCloseTheProcessThatItHears() throws Exception {
        CliProcess[] holder = new CliProcess[1];
        RecordingListener closing = new RecordingListener() {
            @Override
            public void onExit(ProcessExit exit) {
                super.onExit(exit);
                holder[0].close();
            }
        };
        holder[0] = children.sh(closing, "read line; exit 4");
        holder[0].writeLine("go");
        assertThat(holder[0].onExit().get(10, TimeUnit.SECONDS).code()).isEqualTo(4);
        assertThat(closing.exits).hasSize(1);
    }

    @Test
    void aCloseOnAnInterruptedThreadStillEndsEverything() {
        CliProcess process = children.sh(listener, "trap '' TERM; echo up; while :; do sleep 1000; done");
        await().until(() -> !listener.lines.isEmpty());
        Thread.currentThread().interrupt();
        process.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(process.isRunning()).isFalse();
        Children.assertGone(process.mark());
    }

    @Test
    void aCommandThatIsNotInstalledIsAnAnswerWithASentence() {
        assertThat(children.start(listener, "no-such-agent"))
                .isEqualTo(new ProcessStart.Failed(
                        ProcessStart.Reason.COMMAND_NOT_FOUND,
                        HostText.of(HostTextCode.START_COMMAND_MISSING, "no-such-agent")));
    }

    @Test
    void aFileThatMayNotBeExecutedIsAnAnswerWithASentence() throws Exception {
        Path file = Files.writeString(folder.resolve("plain.txt"), "text");
        assertThat(children.start(listener, file.toString()))
                .isEqualTo(new ProcessStart.Failed(
                        ProcessStart.Reason.NOT_EXECUTABLE, HostText.of(HostTextCode.START_FILE_NOT_EXECUTABLE, file)));
    }

    @Test
    void aProgramThatTheSystemRefusesIsAnAnswer() throws Exception {
        Path file = Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(children.start(listener, file.toString()))
                .isInstanceOfSatisfying(
                        ProcessStart.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(ProcessStart.Reason.REFUSED));
    }

    @Test
    void aDirectoryThatIsNotThereIsAnAnswerWithASentence() {
        Path missing = folder.resolve("missing");
        assertThat(new Children(missing).start(listener, "sh"))
                .isEqualTo(new ProcessStart.Failed(
                        ProcessStart.Reason.NO_SUCH_DIRECTORY,
                        HostText.of(HostTextCode.START_DIRECTORY_MISSING, missing)));
    }

    @Test
    void theChildSeesItsMarkAndOnlyTheGivenEnvironment() throws Exception {
        try (CliProcess process = children.sh(listener, "env")) {
            process.onExit().get(10, TimeUnit.SECONDS);
            assertThat(listener.texts())
                    .contains(
                            "PILOTHOUSE_HOST=test",
                            "PILOTHOUSE_SESSION=" + process.mark().session())
                    .noneMatch(line -> line.startsWith("FONTCONFIG_FILE="));
        }
    }
}
