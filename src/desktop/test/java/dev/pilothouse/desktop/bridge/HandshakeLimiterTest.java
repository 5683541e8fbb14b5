package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class HandshakeLimiterTest {
    private final PublicKey friend = Identity.generate().publicKey();
    private final PublicKey stranger = Identity.generate().publicKey();
    private long now = -5;
    private final HandshakeLimiter<Integer> keeper =
            new HandshakeLimiter<Integer>(friend::equals, () -> now, Comparator.naturalOrder());

    @Test
    void theOldestHalfOpenConnectionMakesRoom() {
        for (int i = 0; i < 32; i++) {
            assertThat(keeper.begin(i)).isEmpty();
        }
        assertThat(keeper.end(0)).isTrue();
        assertThat(keeper.begin(32)).isEmpty();
        assertThat(keeper.begin(33)).contains(1);
        assertThat(keeper.end(1)).isFalse();
    }

    @Test
    void aConnectionThatIsReportedLateIsTheOldestAllTheSame() {
        for (int i = 1; i < 33; i++) {
            assertThat(keeper.begin(i)).isEmpty();
        }
        assertThat(keeper.begin(0)).contains(0);
    }

    @Test
    void strangersFromOneAddressAreLimitedForAMinute() {
        for (int i = 0; i < 20; i++) {
            assertThat(keeper.admits(stranger, "192.0.2.1", false)).isTrue();
        }
        assertThat(keeper.admits(stranger, "192.0.2.1", false)).isFalse();
        assertThat(keeper.admits(stranger, "192.0.2.2", false)).isTrue();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(keeper.admits(stranger, "192.0.2.1", false)).isTrue();
    }

    @Test
    void allAddressesOfOneNetworkOfIpv6CountAsOneAndAnotherNetworkIsFree() {
        for (int i = 0; i < 20; i++) {
            assertThat(keeper.admits(stranger, "2001:db8:1:2:0:0:0:" + Integer.toHexString(i), false))
                    .isTrue();
        }
        assertThat(keeper.admits(stranger, "2001:db8:1:2:ffff:ffff:ffff:ffff", false))
                .isFalse();
        assertThat(keeper.admits(stranger, "2001:db8:1:2::", false)).isFalse();
        assertThat(keeper.admits(stranger, "2001:db8:1:3::1", false)).isTrue();
    }

    @Test
    void linkLocalAddressesOfTwoNetworkCardsAreCountedApart() {
        for (int i = 0; i < 21; i++) {
            keeper.admits(stranger, "fe80:0:0:0:0:0:0:" + i + "%eth0", false);
        }
        assertThat(keeper.admits(stranger, "fe80:0:0:0:0:0:0:77%eth0", false)).isFalse();
        assertThat(keeper.admits(stranger, "fe80:0:0:0:0:0:0:77%eth1", false)).isTrue();
    }

    @Test
    void pairedDevicesAndLoopbackAreNeverLimited() {
        for (int i = 0; i < 100; i++) {
            keeper.admits(stranger, "192.0.2.1", false);
            assertThat(keeper.admits(friend, "192.0.2.1", false)).isTrue();
            assertThat(keeper.admits(stranger, "127.0.0.1", true)).isTrue();
        }
    }

    @Test
    void manyAddressesDoNotFillTheMemoryButForgetTheOldest() {
        for (int i = 0; i < 21; i++) {
            keeper.admits(stranger, "first", false);
        }
        for (int i = 0; i < 1_024; i++) {
            keeper.admits(stranger, "address " + i, false);
        }

        assertThat(keeper.admits(stranger, "first", false)).isTrue();
    }
}
