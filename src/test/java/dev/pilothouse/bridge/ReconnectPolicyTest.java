package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

    private final ManualClock clock = new ManualClock();
    private double random;
    private final ReconnectPolicy policy = new ReconnectPolicy(() -> random, clock::ticker);

    @Test
    void theFirstAttemptIsMadeAtOnce() {
        assertThat(policy.nextDelay()).isZero();
    }

    @Test
    void theWaitsGrowFromOneSecondToHalfAMinuteAndStayThere() {
        random = 0;
        policy.nextDelay();
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(8));
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(15));
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(15));
        random = 0.999_999;
        assertThat(policy.nextDelay()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyWaitLiesBetweenOneSecondAndHalfAMinute() {
        Random numbers = new Random(1);
        ReconnectPolicy jittered = new ReconnectPolicy(numbers::nextDouble, clock::ticker);
        jittered.nextDelay();
        for (int i = 0; i < 1_000; i++) {
            assertThat(jittered.nextDelay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
    }

    @Test
    void twoClientsAreNotInStep() {
        random = 0.2;
        policy.nextDelay();
        Duration one = policy.nextDelay();
        ReconnectPolicy other = new ReconnectPolicy(() -> 0.7, clock::ticker);
        other.nextDelay();
        assertThat(other.nextDelay()).isNotEqualTo(one);
    }

    @Test
    void afterALinkThatHeldItStartsOver() {
        policy.nextDelay();
        policy.nextDelay();
        policy.connected();
        clock.advance(Duration.ofSeconds(2));
        assertThat(policy.nextDelay()).isZero();
        assertThat(policy.nextDelay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void aLinkThatEndsAtOnceCountsAsOneMoreFailure() {
        policy.nextDelay();
        policy.nextDelay();
        policy.connected();
        clock.advance(Duration.ofMillis(500));
        assertThat(policy.nextDelay()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void afterALinkThatEndedSoonButWasOfUseTheWaitsStartOverAndNeverWithAtOnce() {
        for (int i = 0; i < 8; i++) {
            policy.nextDelay();
        }
        for (int i = 0; i < 12; i++) {
            policy.connected();
            policy.onCaughtUp();
            clock.advance(Duration.ofMillis(500));
            assertThat(policy.nextDelay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
        policy.connected();
        assertThat(policy.nextDelay()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void onAnotherNetworkTheCallerTriesAtOnceAndTheWaitsStartOver() {
        for (int i = 0; i < 8; i++) {
            policy.nextDelay();
        }
        policy.reset();
        assertThat(policy.nextDelay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
