package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.StopTimings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Starts the tools of tunnels like other children: with a clean environment, a mark, and a record for the next start
 * after a host was killed. Owns no process; any thread.
 */
final class TunnelProcesses {
    /** Their lines are short; of a longer one only the beginning is used. */
    private static final int LINE_LIMIT = 16 * 1024;

    private final ProcessLauncher launcher;
    private final Path directory;
    private final String hostMark;
    private final Supplier<Map<String, String>> environment;
    private final BooleanSupplier asking;

    /**
     * @param directory their working directory; must exist
     * @param environment supplies the host's current environment, of which they get a part
     * @param asking whether the environment's PATH may soon be extended
     */
    TunnelProcesses(
            ProcessRegistry ledger,
            StopTimings timings,
            Path directory,
            String hostMark,
            Supplier<Map<String, String>> environment,
            BooleanSupplier asking) {
        this.launcher = new ProcessLauncher(ledger, timings, LINE_LIMIT);
        this.directory = directory;
        this.hostMark = hostMark;
        this.environment = environment;
        this.asking = asking;
    }

    /** Returns whether a missing program may be found soon. */
    boolean mayFindMore() {
        return asking.getAsBoolean();
    }

    ProcessStart start(List<String> command, ProcessListener listener) {
        Map<String, String> present = ChildEnvironment.from(environment.get(), List.of(), Map.of());
        return launcher.start(
                new ProcessSpec(command, directory, present, ProcessMark.fresh(hostMark), true), listener);
    }
}
