package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.secure.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiscoveredAddressesTest {
    private static final HostId HOST = new HostId("h1");

    private final ManualClock clock = new ManualClock();
    private final ManualLane lane = new ManualLane("client-state", 16, clock);
    private final AtomicInteger agains = new AtomicInteger();
    private final DiscoveredAddresses places = new DiscoveredAddresses(lane, agains::incrementAndGet);
    private final PairedHost host = new PairedHost(
            HOST,
            "desk",
            Identity.generate().publicKey(),
            List.of(new BridgeUrl(false, "192.168.1.20", 7717)),
            Instant.EPOCH);

    private static HostFinder.Nearby at(String address) {
        return new HostFinder.Nearby("h1", "desk", address, 7717);
    }

    @Test
    void whatIsHeardIsTriedAfterWhatIsKnown() {
        assertThat(places.with(host)).isSameAs(host);
        assertThat(places.add(host, at("192.168.1.31"))).isTrue();

        assertThat(places.with(host).urls())
                .extracting(BridgeUrl::host)
                .containsExactly("192.168.1.20", "192.168.1.31");
        places.remove(HOST);
        assertThat(places.with(host)).isSameAs(host);
    }

    @Test
    void whatIsKnownHeardBeforeOfAnotherHostOrNoAddressIsNoNews() {
        assertThat(places.add(host, at("192.168.1.20"))).isFalse();
        assertThat(places.add(host, new HostFinder.Nearby("h2", "desk", "192.168.1.31", 7717)))
                .isFalse();
        assertThat(places.add(host, at("not an address"))).isFalse();
        assertThat(places.add(host, new HostFinder.Nearby("h1", "desk", "192.168.1.31", 0)))
                .isFalse();
        assertThat(places.add(host, at("192.168.1.31"))).isTrue();
        assertThat(places.add(host, at("192.168.1.31"))).isFalse();
        assertThat(places.with(host).urls()).hasSize(2);
    }

    @Test
    void aNetworkFullOfClaimsFillsNothing() {
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            HostFinder.Nearby claim = at("10.0." + i / 250 + "." + (i % 250 + 1));
            taken += places.isNewAddress(host, claim) && places.add(host, claim) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(DiscoveredAddresses.MAX);
        assertThat(places.with(host).urls()).hasSize(1 + DiscoveredAddresses.MAX);
    }

    @Test
    void oneListeningIsEnoughAndItEnds() {
        AtomicInteger open = new AtomicInteger();
        places.search(found -> {});
        places.use(found -> {
            open.incrementAndGet();
            return open::decrementAndGet;
        });
        places.search(found -> {});
        places.search(found -> {});
        assertThat(open).hasValue(1);
        places.stop();
        places.stop();
        assertThat(open).hasValue(0);
    }

    @Test
    void itListensForAWhileRestsLongerAndListensAtOnceWhereThereIsHope() {
        AtomicInteger open = new AtomicInteger();
        places.use(found -> {
            open.incrementAndGet();
            return open::decrementAndGet;
        });
        places.search(found -> {});
        pass(DiscoveredAddresses.LISTEN.minusSeconds(1));
        assertThat(open).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(open).hasValue(0);
        places.search(found -> {});
        assertThat(open).as("rests").hasValue(0);
        assertThat(agains).hasValue(0);

        pass(DiscoveredAddresses.REST);
        assertThat(agains).hasValue(1);
        places.search(found -> {});
        assertThat(open).hasValue(1);

        pass(DiscoveredAddresses.LISTEN);
        places.scheduleSearch();
        places.search(found -> {});
        assertThat(open).as("another network").hasValue(1);
        places.stop();
        assertThat(open).hasValue(0);
        assertThat(clock.alarms()).isZero();
    }

    private void pass(Duration time) {
        clock.advance(time);
        lane.runAll();
    }
}
