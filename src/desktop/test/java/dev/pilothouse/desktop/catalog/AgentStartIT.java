package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.acp.AcpSetup;
import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.EventLog;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that fail before their first prompt, as real children from the real catalogue. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts sh")
@Timeout(60)
final class AgentStartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Path work;
    private AgentCatalog catalog;
    private final EventLog log = new EventLog();

    @BeforeEach
    void open() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        StopTimings quick = new StopTimings(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(2));
        catalog = AgentCatalog.open(
                folder,
                new ProcessLauncher(ProcessRegistry.none(), quick),
                "test",
                Map.of("PATH", System.getenv("PATH")),
                AcpSetup.Timings.standard().withStart(TIMEOUT));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private AgentEvent.StartFailed failure(String script, String more) throws Exception {
        Path program = folder.resolve("cli");
        Files.writeString(program, script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                folder.resolve(AgentCatalog.FILE),
                "[{\"id\":\"cli\",\"name\":\"Cli\",\"command\":\"" + program + "\"" + more + "}]");
        AgentLauncher.Launch launch = catalog.launch(
                new AgentLauncher.LaunchRequest(new SessionId("s1"), new AgentId("cli"), work, null, null, null),
                log.inbox());
        if (!(launch instanceof AgentLauncher.Launch.Prepared prepared)) {
            return fail("not prepared: " + launch);
        }
        try (AgentAdapter adapter = prepared.adapter()) {
            adapter.start();
            AgentEvent.StartFailed failed = log.await(AgentEvent.StartFailed.class);
            assertThat(failed.code()).isEqualTo(ErrorCode.AGENT_FAILED);
            return failed;
        }
    }

    private String where() {
        return " It was started as " + folder.resolve("cli") + " in " + work
                + "; run it there in a terminal to see more.";
    }

    @Test
    void oneThatExitsAtOnceSaysHowWhereAndItsLastWords() throws Exception {
        AgentEvent.StartFailed failed = failure(
                "#!/bin/sh\nprintf 'reading config\\n\\033[31mError: no licence\\033[0m\\n' >&2; exit 3\n",
                ",\"startSeconds\":60");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.text())
                .isEqualTo("Cli ended before it was ready. The process exited with code 3." + where()
                        + " Its last words: Error: no licence\nBefore that:\nreading config");
    }

    @Test
    void oneThatASignalEndsSaysWhich() throws Exception {
        AgentEvent.StartFailed failed = failure("#!/bin/sh\nkill -9 $$\n", ",\"startSeconds\":60");
        assertThat(failed.exitCode()).isEqualTo(137);
        assertThat(failed.text())
                .isEqualTo("Cli ended before it was ready. The process was ended by signal 9 (KILL)." + where());
    }

    @Test
    void oneWhoseOwnProgramIsMissingSaysThatThePathIsTheMatter() throws Exception {
        AgentEvent.StartFailed failed = failure("#!/bin/sh\nexec no-such-runtime --serve\n", ",\"startSeconds\":60");
        assertThat(failed.exitCode()).isEqualTo(127);
        assertThat(failed.text())
                .contains("It, or a program that it needs, was not found on the PATH that it was given.")
                .contains("no-such-runtime");
    }

    @Test
    void oneThatPrintsItsUsageAndExitsIsToldByWhatItPrinted() throws Exception {
        AgentEvent.StartFailed failed =
                failure("#!/bin/sh\necho 'usage: cli [--acp]'; exit 0\n", ",\"startSeconds\":60");
        assertThat(failed.text())
                .contains("“usage: cli [--acp]”")
                .contains("Look whether its arguments start it as an agent");
    }

    @Test
    void oneThatExitsWithoutAWordIsToldWhatToLookAt() throws Exception {
        assertThat(failure("#!/bin/sh\nexit 0\n", ",\"startSeconds\":60").text())
                .contains("It did not say a word in the Agent Client Protocol. Look whether its arguments");
    }

    @Test
    void oneThatWaitsForEverIsEndedAtTheDeadline() throws Exception {
        long before = System.nanoTime();
        AgentEvent.StartFailed failed = failure(
                "#!/bin/sh\necho $$ > pid\necho 'waiting for a lock' >&2\nwhile :; do read line; done\n",
                ",\"startSeconds\":4");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(failed.text())
                .startsWith("Cli was not ready within 4 s, so it was ended. If it needs longer")
                .contains("“startSeconds”")
                .endsWith(where() + " Its last words: waiting for a lock");
        long pid = Long.parseLong(Files.readString(work.resolve("pid")).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void anEntryMayGiveItMoreTime() throws Exception {
        // It answers nothing for longer than the default timeout, and then exits.
        AgentEvent.StartFailed failed = failure("#!/bin/sh\nsleep 1.5\nexit 4\n", ",\"startSeconds\":60");
        assertThat(failed.exitCode()).isEqualTo(4);
    }

    @Test
    void aProgramWhoseInterpreterIsMissingIsAnAnswerToo() throws Exception {
        assertThat(failure("#!/no/such/interpreter\n", "").text())
                .isEqualTo("The system could not start " + folder.resolve("cli")
                        + ": the program that runs it, named in its first line, is not installed.");
    }
}
