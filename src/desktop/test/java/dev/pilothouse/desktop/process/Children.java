package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts the children of tests. Immutable. */
record Children(Path directory, StopTimings timings) {
    /** Long enough for well-behaved children on a busy machine, short enough for stubborn ones in a test. */
    static final StopTimings QUICK =
            new StopTimings(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2));

    Children(Path directory) {
        this(directory, QUICK);
    }

    CliProcess sh(ProcessListener listener, String script) {
        return started(listener, "sh", "-c", script);
    }

    CliProcess started(ProcessListener listener, String... command) {
        return start(listener, command).match(process -> process, failed -> fail(failed.sentence()));
    }

    ProcessStart start(ProcessListener listener, String... command) {
        return new ProcessLauncher(ProcessRegistry.none(), timings).start(spec(command), listener);
    }

    ProcessSpec spec(String... command) {
        Map<String, String> environment = ChildEnvironment.from(System.getenv(), List.of(), Map.of());
        return new ProcessSpec(List.of(command), directory, environment, ProcessMark.fresh("test"));
    }

    static void assertGone(ProcessMark mark) {
        assertThat(Procfs.system().withVariable(ProcessMark.SESSION_VARIABLE, mark.session()))
                .as("processes that carry the mark of the ended tree")
                .isEmpty();
    }
}
