package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.process.ProcessRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The preparation of worktrees with a data folder of the test. */
public final class TestPreparer {
    private TestPreparer() {}

    public static WorktreePreparer at(Path dataFolder, GitRunner git) throws IOException {
        return new WorktreePreparer(
                git,
                PortRegistry.open(dataFolder),
                new CommandFileReader(dataFolder),
                new ShellRunner(ProcessRegistry.none(), "test", System::getenv),
                new CommandGuard(
                        git, TrustStore.open(dataFolder), Clock.systemUTC(), (deviceId, deviceName, about) -> {}));
    }
}
