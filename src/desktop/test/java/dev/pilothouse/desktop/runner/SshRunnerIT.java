package dev.pilothouse.desktop.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.StopTimings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs at the other end of a real ssh connection: their input, and their end with the connection. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "starts the SSH server of Linux")
final class SshRunnerIT implements ProcessListener {
    @TempDir
    Path folder;

    private final String nonce = ProcessMark.fresh("test").session();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<ProcessExit> exits = new CopyOnWriteArrayList<>();
    private LocalSshServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = LocalSshServer.start(Files.createDirectory(folder.resolve("ssh")));
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void onLine(Line line) {
        lines.add(line.match(Line.Text::text, Line.TooLong::head));
    }

    @Override
    public void onExit(ProcessExit exit) {
        exits.add(exit);
    }

    private CliProcess start(Path directory, Map<String, String> environment, String... command) {
        RemoteStart remote = new RemoteStart(directory.toString(), List.of(command), environment, nonce);
        ProcessSpec spec = new ProcessSpec(
                server.runner().command(remote.arguments(), nonce),
                folder,
                ChildEnvironment.from(System.getenv(), List.of(), Map.of()),
                ProcessMark.fresh("test"));
        StopTimings timings = new StopTimings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        CliProcess process = new ProcessLauncher(ProcessRegistry.none(), timings)
                .start(spec, this)
                .match(started -> started, failed -> fail(failed.sentence()));
        process.writeLine(remote.scriptStart());
        return process;
    }

    /** The start files of the user's login shell must not run here. */
    private Map<String, String> emptyHome() {
        return Map.of("HOME", folder.toString(), "SHELL", "/bin/sh");
    }

    private CliProcess sh(String script) {
        return start(folder, Map.of(), "sh", "-c", script);
    }

    private void awaitLines(int count) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(lines).as("exits %s", exits).hasSizeGreaterThanOrEqualTo(count));
    }

    private ProcessExit awaitExit() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> !exits.isEmpty());
        return exits.get(0);
    }

    private List<Long> remote() {
        return RemoteProcesses.carrying("PILOTHOUSE_REMOTE=" + nonce);
    }

    private void awaitNothingLeft() {
        RemoteProcesses.awaitNone(nonce);
    }

    @Test
    void wordsVariablesAndDirectoryArriveAsTheyAre() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("a 'b' \"c\" $HOME `id` \\ ; & *"));
        String value = "two\nlines, 'quotes' \"too\" $HOME `id` \\ ! größe";
        try (CliProcess process = start(
                odd,
                Map.of("ODD", value),
                "sh",
                "-c",
                "pwd; printf '%s\\n' \"$ODD\" \"$@\"; cat",
                "name",
                "one word",
                "it's",
                "$HOME\\n",
                "",
                "*",
                "a\nb")) {
            process.writeLine("a line of its own");
            awaitLines(11);
            assertThat(lines)
                    .containsExactly(
                            odd.toString(),
                            "two",
                            "lines, 'quotes' \"too\" $HOME `id` \\ ! größe",
                            "one word",
                            "it's",
                            "$HOME\\n",
                            "",
                            "*",
                            "a",
                            "b",
                            "a line of its own")
                    .hasSize(11);
        }
        awaitNothingLeft();
    }

    @Test
    void nothingOfTheEntryIsInTheListOfProcesses() {
        try (CliProcess process = start(folder, Map.of("TOKEN", "sesame-4711"), "sh", "-c", "echo up; cat")) {
            awaitLines(1);
            assertThat(ProcessHandle.allProcesses()
                            .map(handle -> handle.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains("sesame-4711"));
            assertThat(process.isRunning()).isTrue();
        }
    }

    @Test
    void theAgentsOwnEndIsTheEndWithItsCodeAndLastWords() {
        try (CliProcess process = sh("echo out; sleep 600 & setsid sleep 601 & echo last >&2; exit 7")) {
            ProcessExit exit = awaitExit();
            assertThat(exit.code()).isEqualTo(7);
            assertThat(exit.sentence()).contains("Its last words: last");
            assertThat(lines).containsExactly("out");
            assertThat(process.isRunning()).isFalse();
        }
        awaitNothingLeft();
    }

    @Test
    void closingEndsAlsoWhoIgnoresItAndWhoHasLeft() {
        CliProcess process = sh("trap '' TERM HUP; setsid sleep 600 & echo up; while :; do sleep 1; done");
        awaitLines(1);
        assertThat(remote()).hasSizeGreaterThanOrEqualTo(2);
        process.close();
        awaitNothingLeft();
    }

    @Test
    void aKilledClientLeavesNothingOverThere() {
        CliProcess process = sh("trap '' TERM HUP; setsid sleep 600 & echo up; while :; do sleep 1; done");
        awaitLines(1);
        assertThat(remote()).isNotEmpty();
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        assertThat(awaitExit().code()).isEqualTo(137);
        awaitNothingLeft();
        process.close();
    }

    @Test
    void aBrokenConnectionLeavesNothingOverThereAndEndsTheClient() {
        CliProcess process = sh("trap '' TERM HUP; setsid sleep 600 & echo up; while :; do sleep 1; done");
        awaitLines(1);
        assertThat(remote()).isNotEmpty();
        server.breakConnections();
        assertThat(awaitExit().code()).isEqualTo(255);
        awaitNothingLeft();
        process.close();
    }

    @Test
    void aKeyThatIsNotKnownIsNoQuestionButAnAnswer() throws Exception {
        server.lockOut();
        try (CliProcess process = sh("echo up")) {
            ProcessExit exit = awaitExit();
            assertThat(exit.code()).isEqualTo(255);
            assertThat(exit.sentence()).contains("Permission denied (publickey)");
            assertThat(process.isRunning()).isFalse();
        }
    }

    @Test
    void aDirectoryOrCommandThatIsNotThereIsNamed() {
        try (CliProcess process = start(folder.resolve("no where"), Map.of(), "sh")) {
            assertThat(awaitExit().sentence())
                    .contains("The directory " + folder.resolve("no where") + " is not there");
            assertThat(process.isRunning()).isFalse();
        }
        exits.clear();
        try (CliProcess process = start(folder, emptyHome(), "no-such-agent")) {
            assertThat(awaitExit().sentence()).contains("There is no command no-such-agent there.");
            assertThat(process.isRunning()).isFalse();
        }
        awaitNothingLeft();
    }

    @Test
    void theRemoteEndEndsWithAnAgentThatEndsBeforeAnyProcessCarriesItsMark() throws Exception {
        // Without grep no marked process is found, as if none had started yet.
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path grep = Files.writeString(bin.resolve("grep"), "#!/bin/sh\nexit 1\n");
        assertThat(grep.toFile().setExecutable(true)).isTrue();
        RemoteStart remote = new RemoteStart(folder.toString(), List.of("no-such-agent"), emptyHome(), nonce);
        ProcessBuilder builder = new ProcessBuilder(remote.arguments()).redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((remote.scriptStart() + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(127);
            assertThat(process.getInputStream())
                    .asString(StandardCharsets.UTF_8)
                    .contains("There is no command");
        } finally {
            process.destroyForcibly();
        }
        awaitNothingLeft();
    }

    @Test
    void aCommandIsFoundWhereTheLoginShellFindsIt() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path bin = Files.createDirectory(home.resolve("bin"));
        Files.writeString(home.resolve(".profile"), "echo noise\nPATH=\"" + bin + ":$PATH\"\n");
        Path agent = Files.writeString(bin.resolve("my-agent"), "#!/bin/sh\necho found \"$1\"\n");
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        try (CliProcess process =
                start(folder, Map.of("HOME", home.toString(), "SHELL", "/bin/sh"), "my-agent", "it")) {
            awaitLines(1);
            assertThat(lines).containsExactly("found it");
            assertThat(process.mark()).isNotNull();
        }
    }
}
