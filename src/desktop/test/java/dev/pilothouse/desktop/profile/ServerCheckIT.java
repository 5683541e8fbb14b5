package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.session.HostGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server is a shell script")
class ServerCheckIT {
    @TempDir
    Path folder;

    @Test
    void aTestThatRunsEndsWithTheHost() {
        Path started = folder.resolve("pid");
        McpServerEntry silent = new McpServerEntry(
                "silent", List.of("/bin/sh", "-c", "echo $$ > pid.new; mv pid.new pid; cat > /dev/null"), Map.of());
        ServerCheck check = new ServerCheck(
                new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard()),
                "server-check-test",
                Deadlines.onThread("server-check-deadlines"),
                Duration.ofHours(1));
        CompletableFuture<HostGateway.ServerTest> test =
                CompletableFuture.supplyAsync(() -> check.test(silent, System.getenv(), folder));
        Awaitility.await().until(() -> Files.exists(started));

        check.close();

        assertThat(test.join().fault().code().word()).isEqualTo(HostTextCode.SERVER_TEST_ENDED.word());
        assertThat(started)
                .content()
                .satisfies(pid -> assertThat(
                                ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }
}
