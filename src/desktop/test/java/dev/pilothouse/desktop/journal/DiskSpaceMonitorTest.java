package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threshold of low disk space. */
class DiskSpaceMonitorTest {
    private final List<Boolean> told = new ArrayList<>();
    private long free = FreeSpace.LOW * 4;
    private final DiskSpaceMonitor watch = new DiskSpaceMonitor(Path.of("/data"), path -> read(), this::tell);

    private long read() throws IOException {
        if (free < 0) {
            throw new IOException("gone");
        }
        return free;
    }

    private void tell() {
        told.add(watch.low());
    }

    private void look(long bytes) {
        free = bytes;
        watch.check();
    }

    @Test
    void itIsSaidOnceAndTakenBackOnlyWhenThereIsClearlyRoom() {
        look(FreeSpace.LOW);
        assertThat(told).isEmpty();
        look(FreeSpace.LOW - 1);
        look(FreeSpace.LOW / 2);
        look(FreeSpace.LOW + 1);
        look(FreeSpace.ENOUGH - 1);
        look(FreeSpace.LOW - 1);
        assertThat(told).containsExactly(true);
        look(FreeSpace.ENOUGH);
        assertThat(told).containsExactly(true, false);
        look(FreeSpace.ENOUGH - 1);
        assertThat(told).hasSize(2);
    }

    @Test
    void aDiskThatCannotBeAskedChangesNothing() {
        look(0);
        look(-1);
        assertThat(watch.low()).isTrue();
        assertThat(watch.free()).hasValue(0);
        assertThat(told).containsExactly(true);
    }

    @Test
    void aRealDiskIsAsked(@TempDir Path folder) {
        DiskSpaceMonitor real = new DiskSpaceMonitor(folder, DiskSpaceMonitor.Disk.REAL, () -> {});
        real.check();
        assertThat(real.free().orElseThrow()).isPositive();
    }

    @Test
    void bytesAreSaidInWholeMegabytesAndGigabytes() {
        assertThat(FreeSpace.text(12_345_678)).isEqualTo("12 MB");
        assertThat(FreeSpace.text(9_999_999_999L)).isEqualTo("9999 MB");
        assertThat(FreeSpace.text(123_000_000_000L)).isEqualTo("123 GB");
    }
}
