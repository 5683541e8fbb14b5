package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.testing.OpenFiles;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A host that closes leaves no thread, open file or process behind. */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
class HostLeakIT {
    private static final List<String> OURS =
            List.of("host-", "session-", "conn-", "local-", "journal-sync", "cli-", "bridge", "agent-", "folder-watch");

    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void startingAndClosingAgainAndAgainLeavesNothing() throws Exception {
        cycle();
        List<String> files = OpenFiles.list();
        for (int i = 0; i < 5; i++) {
            cycle();
        }

        await().untilAsserted(() -> assertThat(ourThreads()).isEmpty());
        await().untilAsserted(() -> assertThat(OpenFiles.list())
                .as("open files, before: %s", files)
                .hasSizeLessThanOrEqualTo(files.size()));
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(handle -> handle.info().commandLine().orElse("").contains("DemoAgent")))
                .isEmpty();
    }

    private void cycle() throws Exception {
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = window.session("demo", work.toString());
            phone.subscribe(session);
            window.prompt(session, "/slow 60");
            phone.awaitState(
                    session,
                    "a running turn",
                    state -> state.activity() != null && state.activity().turn() != null);
        }
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> OURS.stream().anyMatch(name::startsWith))
                .toList();
    }
}
