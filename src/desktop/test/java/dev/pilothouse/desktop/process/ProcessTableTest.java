package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a procfs that the test writes. */
class ProcessTableTest {
    private static final long MEBI = 1024L * 1024;

    @TempDir
    Path proc;

    @BeforeEach
    void writeTree() throws IOException {
        process(10, 1, "S", "agent", "100 50 25 25", 40);
        process(11, 10, "S", "a (b) c", "10 0 0 0", 8);
        process(12, 11, "R", "deep", "1 2 3 4", 2);
        process(13, 10, "Z", "ended", "500 0 0 0", 0);
        process(20, 1, "S", "stranger", "900 0 0 0", 900);
        process(30, 1, "S", "detached", "7 0 0 0", 5);
        Files.createDirectories(proc.resolve("not-a-process"));
    }

    private void process(long pid, long parent, String state, String name, String times, long megabytes)
            throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (" + name + ") " + state + " " + parent + " 1 1 0 -1 0 0 0 0 0 " + times
                        + " 20 0 1 0 4711 1 1\n");
        Files.writeString(
                folder.resolve("status"), "Name:\t" + name + "\nVmRSS:\t  " + megabytes * 1024 + " kB\nThreads:\t1\n");
    }

    private ProcessTable table() {
        return ProcessTable.now(new Procfs(proc));
    }

    @Test
    void aTreeIsAddedUpWithoutItsZombiesAndWithoutStrangers() {
        assertThat(table().usage(10, Set.of()))
                .hasValue(new ProcessUsage(Duration.ofMillis(2_200), OptionalLong.of(50 * MEBI), 3));
    }

    @Test
    void whatHasLeftTheTreeIsAddedOnce() {
        assertThat(table().usage(10, Set.of(30L, 11L)))
                .hasValue(new ProcessUsage(Duration.ofMillis(2_270), OptionalLong.of(55 * MEBI), 4));
    }

    @Test
    void nothingIsToldOfATreeThatIsNotThere() {
        assertThat(table().usage(99, Set.of())).isEmpty();
    }

    @Test
    void aProcessThatEndsDuringTheLookHasNoMemory() throws IOException {
        ProcessTable table = table();
        Files.delete(proc.resolve("12/status"));
        assertThat(table.usage(12, Set.of()))
                .hasValue(new ProcessUsage(Duration.ofMillis(100), OptionalLong.empty(), 1));
    }

    @Test
    void withoutProcfsItIsWhatJavaTells() {
        ProcessTable table = ProcessTable.now(new Procfs(proc.resolve("nowhere")));
        assertThat(table.usage(ProcessHandle.current().pid(), Set.of())).hasValueSatisfying(usage -> {
            assertThat(usage.processes()).isPositive();
            assertThat(usage.residentBytes()).isEmpty();
        });
    }

    @Test
    void aLookIsSharedForSomeSeconds() {
        long[] now = {0};
        int[] looks = {0};
        CachedProcessTable look = new CachedProcessTable(() -> now[0], () -> {
            looks[0]++;
            return table();
        });
        ProcessTable first = look.recent();
        now[0] = Duration.ofSeconds(5).toNanos();
        assertThat(look.recent()).isSameAs(first);
        now[0]++;
        assertThat(look.recent()).isNotSameAs(first);
        assertThat(looks[0]).isEqualTo(2);
    }
}
