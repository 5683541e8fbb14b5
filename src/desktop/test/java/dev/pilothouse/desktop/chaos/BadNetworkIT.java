package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.desktop.testing.FaultyNetwork.Weather;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bad network between a host and two clients that prompt. Nothing is lost, no prompt takes effect twice, and all
 * clients finally agree with the journal while the network is still bad.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "runs a host that is measured in procfs")
class BadNetworkIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private interface Trouble {
        void on(KillRig rig) throws Exception;
    }

    private void underLoad(Trouble trouble) throws Exception {
        try (KillRig rig = KillRig.start(folder, new Random(20261126))) {
            rig.freshSessions();
            rig.load(0);
            rig.awaitEvents(30);
            trouble.on(rig);
            rig.assertAllIsWell();
            assertThat(rig.ledger().acknowledged()).isNotEmpty();
            assertThat(rig.ledger().refusals()).isEmpty();
        }
    }

    @Test
    @Tag("chaos")
    void connectionsThatAreCutAgainAndAgain() throws Exception {
        underLoad(rig -> {
            FaultyNetwork network = rig.network();
            for (int i = 0; i < 12; i++) {
                int made = network.made();
                network.cutAll(i % 2 == 0);
                await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(10)).until(() -> network.made() >= made + 2);
                rig.awaitEvents(5);
            }
        });
    }

    @Test
    @Tag("chaos")
    void threeOfTenConnectionsComeToNothing() throws Exception {
        underLoad(rig -> {
            FaultyNetwork network = rig.network();
            network.drop(0.3);
            while (network.dropped() < 12) {
                int tried = network.made() + network.dropped();
                network.cutAll(true);
                await().atMost(TIMEOUT)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> network.made() + network.dropped() >= tried + 2);
                rig.awaitEvents(5);
            }
        });
    }

    @Test
    void halfASecondOfDelayEachWay() throws Exception {
        underLoad(rig -> {
            rig.network().become(new Weather(500, 0, 0, 0));
            rig.awaitEvents(60);
        });
    }

    @Test
    @Tag("chaos")
    void connectionsThatBreakEveryFewDozenSegments() throws Exception {
        underLoad(rig -> {
            rig.network().become(new Weather(5, 0, 0.03, 0));
            rig.awaitEvents(200);
            await().atMost(TIMEOUT).until(() -> rig.network().cuts() >= 10);
        });
    }

    @Test
    @Tag("chaos")
    void aNetworkThatLosesThreeOfTenSegments() throws Exception {
        underLoad(rig -> {
            rig.network().become(new Weather(20, 0.3, 0, 0));
            rig.awaitEvents(100);
        });
    }

    @Test
    @Tag("chaos")
    void connectionsThatAreHalfOpen() throws Exception {
        underLoad(rig -> {
            int made = rig.network().made();
            rig.network().deaden();
            // They get no notice: they detect it themselves, and reconnect.
            await().atMost(TIMEOUT).until(() -> rig.network().made() >= made + 2);
            rig.awaitEvents(60);
        });
    }
}
