package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A system that shows no environments, like macOS and Windows: processes are found by their parents only. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts sh")
@Timeout(60)
final class UnmarkedDescendantsIT {
    @TempDir
    Path folder;

    private Procfs none;

    @BeforeEach
    void no_procfs() {
        none = new Procfs(folder.resolve("no-procfs"));
    }

    /** Waits until a descendant of the child has been recorded in the registry, too. */
    private static final class Seen implements ProcessRegistry {
        private final ProcessRegistry registry;
        private final CompletableFuture<ProcessHandle> first = new CompletableFuture<>();

        Seen(ProcessRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void starting(ProcessMark mark) {
            registry.starting(mark);
        }

        @Override
        public void started(ProcessHandle process, ProcessMark mark) {
            registry.started(process, mark);
        }

        @Override
        public void descendants(Collection<ProcessHandle> running, ProcessMark mark) {
            registry.descendants(running, mark);
            running.forEach(first::complete);
        }

        @Override
        public void onReleased(ProcessMark mark) {
            registry.onReleased(mark);
        }

        ProcessHandle descendant() throws Exception {
            return first.get(30, TimeUnit.SECONDS);
        }
    }

    private CliProcess start(Seen registry, String script) {
        return new ProcessLauncher(registry, Children.QUICK, LineReader.DEFAULT_LIMIT, none, Duration.ofMillis(5))
                .start(new Children(folder).spec("sh", "-c", script), new RecordingListener())
                .match(process -> process, failed -> fail(failed.sentence()));
    }

    @Test
    void server_of_an_agent_that_ends_by_itself_is_ended() throws Exception {
        Seen registry = new Seen(ProcessRegistry.none());
        try (CliProcess agent = start(registry, "sleep 1000 >/dev/null 2>&1 & read line")) {
            ProcessHandle server = registry.descendant();
            agent.writeLine("end");
            agent.onExit().get(30, TimeUnit.SECONDS);
            server.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void server_that_a_killed_host_and_its_agent_left_is_ended_by_the_next_host() throws Exception {
        Path file = folder.resolve("processes");
        ProcessMark mark = ProcessMark.fresh("host");
        // Not closed, like the one of a killed host.
        ProcessReaper killed = ProcessReaper.open(file, "host", "host", Children.QUICK, none);
        Process agent = new ProcessBuilder("sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo ready; read line").start();
        agent.inputReader().readLine();
        ProcessHandle server = agent.descendants().findFirst().orElseThrow();
        killed.starting(mark);
        killed.started(agent.toHandle(), mark);
        killed.descendants(List.of(server), mark);
        assertThat(killed.running()).isEqualTo(1);
        agent.destroyForcibly().waitFor();
        assertThat(server.isAlive()).isTrue();

        ProcessReaper.open(file, "host", "host", Children.QUICK, none).close();

        server.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void records_of_descendants_go_with_the_tree() throws Exception {
        Path file = folder.resolve("processes");
        try (ProcessReaper reaper = ProcessReaper.open(file, "host", "host", Children.QUICK, none)) {
            Seen registry = new Seen(reaper);
            CliProcess agent = start(registry, "sleep 1000 >/dev/null 2>&1 & read line");
            ProcessHandle server = registry.descendant();
            agent.close();
            assertThat(reaper.running()).isZero();
            try (Stream<String> lines = Files.lines(file)) {
                assertThat(lines)
                        .endsWith(
                                "- " + agent.mark().session() + "-" + server.pid(),
                                "- " + agent.mark().session());
            }
        }
    }
}
