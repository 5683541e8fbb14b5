package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a procfs that the test writes. */
class ProcfsTest {
    private static final String MARKED = "HOME=/\0MARK=ours\0";
    private static final String IN_EXEC = "0 0";
    private static final String SHOWN = "1000 2000";
    private static final String NONE = "1000 1000";

    @TempDir
    Path root;

    private final AtomicInteger pauses = new AtomicInteger();

    /** @param places where the environment starts and ends, as in {@code stat} */
    private void process(long pid, String state, long memory, String places, String environment) {
        try {
            Path folder = Files.createDirectories(root.resolve(Long.toString(pid)));
            // The fields in between do not matter here.
            Files.writeString(
                    folder.resolve("stat"),
                    pid + " (a) " + state + " 1".repeat(19) + " " + memory + " 1".repeat(26) + " " + places + " 0\n");
            Files.writeString(folder.resolve("environ"), environment);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private Procfs procfs(Runnable meanwhile) {
        return new Procfs(root, () -> {
            pauses.incrementAndGet();
            meanwhile.run();
        });
    }

    @Test
    void aProcessThatIsJustExecutingAnotherProgramIsFound() {
        process(7, "R", 4096, IN_EXEC, "");
        Procfs procfs = procfs(() -> process(7, "S", 4096, SHOWN, MARKED));

        assertThat(procfs.withVariable("MARK", "ours")).containsExactly(7L);
        process(7, "R", 4096, IN_EXEC, "");
        assertThat(procfs.hasVariable(7, "MARK", "ours")).isTrue();
        process(7, "R", 4096, IN_EXEC, "");
        assertThat(procfs.variable(7, "MARK")).hasValue("ours");
    }

    @Test
    void anEnvironmentThatWasShownOnlyAfterItWasReadIsReadAgain() {
        process(7, "S", 4096, SHOWN, "");
        Procfs procfs = procfs(() -> process(7, "S", 4096, SHOWN, MARKED));

        assertThat(procfs.withVariable("MARK", "ours")).containsExactly(7L);
    }

    @Test
    void whatHasNoEnvironmentIsLookedAtOnce() {
        process(5, "S", 0, IN_EXEC, "");
        process(6, "Z", 0, IN_EXEC, "");
        process(7, "S", 4096, NONE, "");
        process(8, "S", 4096, SHOWN, "OTHER=1\0");

        assertThat(procfs(() -> {}).withVariable("MARK", "ours")).isEmpty();
        assertThat(procfs(() -> {}).variable(7, "MARK")).isEmpty();
        assertThat(pauses).hasValue(0);
    }

    @Test
    void aProcessThatNeverShowsItsEnvironmentIsGivenUp() {
        process(7, "R", 4096, IN_EXEC, "");

        assertThat(procfs(() -> {}).withVariable("MARK", "ours")).isEmpty();
        assertThat(pauses).hasPositiveValue();
    }
}
