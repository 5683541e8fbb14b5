package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real host whose disk reports little free space, and the notices to its clients. */
@Timeout(90)
class LowDiskIT {
    private static final long FREE = 700_000_000;

    @TempDir
    Path folder;

    @Test
    void everyClientHearsThatTheDiskIsGettingFullAndAnAdminReadsIt() throws Exception {
        HostStartResult start =
                ServerManager.start(TestHost.options(folder, 0), Clock.systemUTC(), System::nanoTime, path -> FREE);
        try (ServerManager host = ((HostStartResult.Started) start).host()) {
            TestClient local = TestClient.local(host).hello();
            HostMessage.ConditionChanged heard = local.awaitHeard(HostMessage.ConditionChanged.class);
            assertThat(heard.condition().diskLow()).isTrue();
            assertThat(heard.condition().diskFree()).isEqualTo(FREE);

            TestClient later = TestClient.paired(TestHost.ticket(host, Scope.VIEW), Identity.generate(), "Pocket");
            assertThat(later.awaitHeard(HostMessage.ConditionChanged.class).condition())
                    .isEqualTo(heard.condition());

            HostMessage.Figures figures = (HostMessage.Figures) local.admin(new AdminCommand.ReadFigures());
            assertThat(figures.figures())
                    .contains(
                            Map.entry("disk_low", 1L),
                            Map.entry("disk_free_bytes", FREE),
                            Map.entry("clients", 2L),
                            Map.entry("sessions", 0L));
        }
    }
}
