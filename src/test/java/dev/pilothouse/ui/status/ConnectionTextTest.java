package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class ConnectionTextTest {
    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 11, 24, 12, 0, 0, 0, ZoneId.systemDefault());
    private static final Instant NOW = NOON.toInstant();
    private static final ConnectionState LIVE = new ConnectionState.Live(NOW, null);

    @Test
    void ofALiveSessionNothingIsSaid() {
        assertThat(ConnectionText.freshness(LIVE, false, 0, NOW)).isEmpty();
    }

    @Test
    void aFewUpdatesOnTheirWayAreStillLive() {
        assertThat(ConnectionText.freshness(LIVE, false, ConnectionText.BEHIND - 1, NOW))
                .isEmpty();
    }

    @Test
    void aSessionThatIsFarBehindSaysHowFar() {
        assertThat(ConnectionText.freshness(LIVE, false, 1_240, NOW)).isEqualTo("Catching up: 1,240 updates left");
    }

    @Test
    void aLostLinkSaysSinceWhenWhyAndWhenItIsTriedAgain() {
        ConnectionState lost =
                new ConnectionState.Lost("The host is not there.", NOW.minusSeconds(120), NOW.plusSeconds(8));

        assertThat(ConnectionText.freshness(lost, false, 7, NOW))
                .isEqualTo("Offline since 11:58. The host is not there. Retrying in 8 s.");
    }

    @Test
    void whatIsOlderThanTodayNamesItsDay() {
        Instant since = NOON.minusDays(1).toInstant();

        assertThat(ConnectionText.freshness(new ConnectionState.Connecting(1, since), false, 0, NOW))
                .isEqualTo("Offline since " + TimeFormatter.dateOrTime(since, NOW) + " 12:00. Connecting.");
    }

    @Test
    void aHostOnThisMachineThatIsStartingNeedsNoLineAboveTheRows() {
        Instant since = NOW.minus(Duration.ofHours(1));

        assertThat(ConnectionText.staleness(new ConnectionState.Connecting(1, since), true, NOW))
                .isEmpty();
        assertThat(ConnectionText.staleness(new ConnectionState.Connecting(2, since), true, NOW))
                .isPresent();
        assertThat(ConnectionText.brief(new ConnectionState.Connecting(1, since), true, NOW))
                .isEqualTo("as of 11:00, connecting");
    }

    @Test
    void aFirstAttemptHasNothingThatCouldBeOld() {
        assertThat(ConnectionText.staleness(new ConnectionState.Connecting(1, null), false, NOW))
                .contains("connecting");
        assertThat(ConnectionText.staleness(
                        new ConnectionState.Connecting(1, NOW.minus(Duration.ofHours(1))), false, NOW))
                .contains("Offline since 11:00. Connecting.");
    }
}
