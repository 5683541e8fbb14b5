package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a real host, read through JMX. */
@Timeout(60)
class HostFiguresIT {
    @TempDir
    Path folder;

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();

    private Set<ObjectName> names() throws Exception {
        return jmx.queryNames(
                new ObjectName("dev.pilothouse:type=Host,folder=" + ObjectName.quote(folder.toString())), null);
    }

    @Test
    void aHostTellsItsFiguresFromItsStartToItsEnd() throws Exception {
        try (ServerManager host =
                ((HostStartResult.Started) ServerManager.start(new HostOptions(folder, 0, false, false, "W"))).host()) {
            ObjectName name = names().iterator().next();
            assertThat(jmx.getAttribute(name, "Sessions")).isEqualTo(0);
            assertThat(jmx.getAttribute(name, "OpenTurns")).isEqualTo(0);
            assertThat(jmx.getAttribute(name, "Clients")).isEqualTo(0);
            assertThat(jmx.getAttribute(name, "ChildProcesses")).isEqualTo(0);
            assertThat(jmx.getAttribute(name, "JournalBytes")).isEqualTo(0L);
            assertThat((long) jmx.getAttribute(name, "HeapUsedBytes")).isPositive();
            await().atMost(Duration.ofSeconds(30)).until(() -> (long) jmx.getAttribute(name, "DiskFreeBytes") > 0);
            assertThat(host.port()).isPositive();
        }
        assertThat(names()).isEmpty();
    }
}
