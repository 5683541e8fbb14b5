package dev.pilothouse.desktop.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The contract between announcing and finding, for mDNS and for the test's stand-in. */
abstract class LanContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    abstract LanAnnouncer announcer();

    abstract HostFinder finder();

    /** This machine's address in the test's network. */
    abstract InetAddress here() throws Exception;

    private final List<HostFinder.Nearby> found = new CopyOnWriteArrayList<>();

    private HostFinder.Nearby nearby(String id, int port) throws Exception {
        return new HostFinder.Nearby(id, "ada desk " + id, here().getHostAddress(), port);
    }

    private AutoCloseable announce(String id, int port) throws Exception {
        return announcer().announce(here(), new LanAnnouncer.Announcement(id, "ada desk " + id, port));
    }

    @Test
    void whoeverListensHearsWhoIsThereAndWhoComesLater() throws Exception {
        try (AutoCloseable first = announce("h00000000000000a1", 7717);
                Subscription listening = finder().find(found::add)) {
            assertThat(first).isNotNull();
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(found).contains(nearby("h00000000000000a1", 7717)));
            try (AutoCloseable second = announce("h00000000000000b2", 7800)) {
                assertThat(second).isNotNull();
                await().atMost(TIMEOUT)
                        .untilAsserted(() -> assertThat(found).contains(nearby("h00000000000000b2", 7800)));
            }
        }
    }

    @Test
    void aListeningThatIsClosedTwiceIsClosed() {
        Subscription listening = finder().find(found::add);
        listening.close();
        listening.close();
    }
}
