package dev.pilothouse.desktop.host;

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
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchLabel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The watchdog over a real child that is stopped and continued, with the real clock and the real process table. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "starts sh, and ends processes by signals")
class WatchdogIT {
    private static final Watchdog.Patience SHORT =
            new Watchdog.Patience(Duration.ofMillis(400), Duration.ofMillis(400));

    @TempDir
    Path folder;

    private final Watchdog watchdog = new Watchdog(SHORT, Clock.systemUTC(), Clock.systemUTC());
    private final Instant begun = Instant.now();

    private synchronized void heard() {
        watchdog.onActivity();
    }

    private synchronized Watchdog.Sight look(CliProcess child) {
        child.usage(ProcessTable.now()).ifPresent(watchdog::used);
        return watchdog.check(
                new Activity(SessionPhase.WORKING, new TurnId(1), begun, LastEvent.WRITING, "", null, begun));
    }

    @Test
    void aStoppedChildIsStuckWithEvidenceAndOneThatGoesOnIsNot() throws Exception {
        ProcessSpec spec = new ProcessSpec(
                List.of("sh", "-c", "while :; do echo working; sleep 0.05; done"),
                folder,
                ChildEnvironment.from(System.getenv(), List.of(), Map.of()),
                ProcessMark.fresh("test"));
        ProcessListener listener = new ProcessListener() {
            @Override
            public void onLine(Line line) {
                heard();
            }

            @Override
            public void onExit(ProcessExit exit) {}
        };
        StopTimings timings = new StopTimings(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2));
        try (CliProcess child = new ProcessLauncher(ProcessRegistry.none(), timings)
                .start(spec, listener)
                .match(process -> process, failed -> fail(failed.sentence()))) {
            await().until(() -> look(child).label() == WatchLabel.NONE);

            signal("STOP", child);
            Watchdog.Sight[] seen = new Watchdog.Sight[1];
            await().atMost(10, TimeUnit.SECONDS).until(() -> {
                seen[0] = look(child);
                return seen[0].label() == WatchLabel.STUCK;
            });
            assertThat(seen[0].evidence().processes()).isPositive();
            assertThat(seen[0].evidence().cpu()).isZero();
            assertThat(seen[0].evidence().over()).isGreaterThanOrEqualTo(SHORT.stuck());
            assertThat(seen[0].evidence().quietSince()).isAfter(begun);
            assertThat(child.isRunning()).isTrue();

            signal("CONT", child);
            await().atMost(10, TimeUnit.SECONDS).until(() -> look(child).label() == WatchLabel.NONE);
        }
    }

    private static void signal(String name, CliProcess child) throws Exception {
        Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(child.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).as("kill -s " + name).isZero();
    }
}
