package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watchdog with a clock that the test controls. */
class WatchdogTest {
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");
    private static final Duration LOOK = Duration.ofSeconds(15);

    /** Returns the time that the test sets. */
    private class Told extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Instant now = START;
    private Duration slept = Duration.ZERO;
    private final Watchdog watchdog =
            new Watchdog(new Watchdog.Patience(Duration.ofMinutes(3), Duration.ofMinutes(2)), new Told(), new Told() {
                @Override
                public Instant instant() {
                    return now.minus(slept);
                }
            });
    private Duration cpu = Duration.ofSeconds(1);
    private Activity activity = activity(SessionPhase.WORKING, START);

    private static Activity activity(SessionPhase phase, Instant since) {
        return new Activity(phase, new TurnId(2), since, LastEvent.WRITING, "", null, since);
    }

    /**
     * Passes time in the host's own steps.
     *
     * @param each processor time that the agent uses in one of them
     */
    private void pass(Duration time, Duration each) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plus(LOOK);
            cpu = cpu.plus(each);
            watchdog.used(new ProcessUsage(cpu, OptionalLong.empty(), 3));
            look();
        }
    }

    private Watchdog.Sight look() {
        return watchdog.check(activity);
    }

    @Test
    void anAgentThatSaysSomethingHasNoLabel() {
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMinutes(1), Duration.ofMillis(10));
            watchdog.onActivity();
            assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
        }
    }

    private void set(Duration by) {
        now = now.plus(by);
        slept = slept.plus(by);
    }

    @Test
    void settingTheClockBackInATurnHidesNoSilence() {
        pass(LOOK, Duration.ZERO);
        set(Duration.ofDays(-1));
        pass(Duration.ofMinutes(4), Duration.ZERO);
        assertThat(look().label()).isEqualTo(WatchLabel.STUCK);
    }

    @Test
    void settingTheClockForwardInAYoungTurnMakesNoSilence() {
        now = now.plus(Duration.ofMinutes(10));
        activity = activity(SessionPhase.WORKING, now);
        pass(LOOK, Duration.ZERO);
        set(Duration.ofDays(1));
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
    }

    @Test
    void silenceWithWorkIsQuietAndSaysHowMuchWork() {
        pass(Duration.ofMinutes(3), Duration.ofMillis(100));
        assertThat(look().label()).as("not a moment early").isEqualTo(WatchLabel.NONE);
        pass(LOOK, Duration.ofMillis(100));
        assertThat(look())
                .isEqualTo(new Watchdog.Sight(
                        WatchLabel.QUIET, new WatchEvidence(START, 3, Duration.ofMillis(1200), Duration.ofMinutes(3))));
    }

    @Test
    void silenceWithoutAnyProcessorTimeIsStuckAndTheNextSignTakesItOff() {
        pass(Duration.ofMinutes(4), Duration.ZERO);
        assertThat(look())
                .isEqualTo(new Watchdog.Sight(
                        WatchLabel.STUCK,
                        new WatchEvidence(
                                START, 3, Duration.ZERO, Duration.ofMinutes(4).minus(LOOK))));
        watchdog.onActivity();
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
    }

    @Test
    void workAfterAStandstillIsQuietAgain() {
        pass(Duration.ofMinutes(10), Duration.ZERO);
        assertThat(look().label()).isEqualTo(WatchLabel.STUCK);
        pass(LOOK, Duration.ofMillis(10));
        assertThat(look().label()).isEqualTo(WatchLabel.QUIET);
        pass(Duration.ofMinutes(2), Duration.ZERO);
        assertThat(look().label()).isEqualTo(WatchLabel.STUCK);
    }

    @Test
    void withoutALookAtProcessesNothingIsSaidOfThem() {
        now = START.plus(Duration.ofMinutes(5));
        assertThat(look())
                .isEqualTo(new Watchdog.Sight(
                        WatchLabel.QUIET, new WatchEvidence(START, 0, Duration.ZERO, Duration.ZERO)));
    }

    @Test
    void anOldLookSaysNothingOfNow() {
        pass(Duration.ofMinutes(4), Duration.ZERO);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(look().label()).isEqualTo(WatchLabel.QUIET);
        assertThat(look().evidence().knowsProcesses()).isFalse();
    }

    @Test
    void whatWasBeforeTheTurnIsNoEvidence() {
        pass(Duration.ofHours(1), Duration.ZERO);
        Instant begun = now;
        activity = activity(SessionPhase.WORKING, begun);
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
        pass(Duration.ofMinutes(3), Duration.ZERO);
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
        pass(LOOK, Duration.ZERO);
        assertThat(look())
                .isEqualTo(new Watchdog.Sight(
                        WatchLabel.STUCK, new WatchEvidence(begun, 3, Duration.ZERO, Duration.ofMinutes(3))));
    }

    @Test
    void aProcessThatEndedTakesItsTimeAlongAndNothingIsNegative() {
        pass(Duration.ofMinutes(3), Duration.ofMillis(100));
        cpu = Duration.ofMillis(10);
        pass(Duration.ofSeconds(30), Duration.ofMillis(10));
        assertThat(look().evidence().cpu()).isEqualTo(Duration.ofMillis(10));
        assertThat(look().evidence().over()).isEqualTo(LOOK);
    }

    @Test
    void whileTheMachineSleptNobodyWasSilent() {
        watchdog.onActivity();
        now = now.plus(Duration.ofHours(8));
        slept = Duration.ofHours(8);
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
        pass(Duration.ofMinutes(4), Duration.ZERO);
        assertThat(look().label()).isEqualTo(WatchLabel.STUCK);
        assertThat(look().evidence().quietSince()).isEqualTo(START);
        assertThat(look().evidence().over()).isLessThan(Duration.ofMinutes(4));
    }

    @ParameterizedTest
    @EnumSource(value = SessionPhase.class, names = "WORKING", mode = EnumSource.Mode.EXCLUDE)
    void whoDoesNotWorkIsNotSilent(SessionPhase phase) {
        activity = activity(phase, START);
        pass(Duration.ofHours(1), Duration.ZERO);
        assertThat(look()).isEqualTo(Watchdog.Sight.NONE);
    }
}
