package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Pulse}, the display's and the manual one. */
public abstract class PulseContract {
    private static final String BEAT = "beat";

    /** Log of the drains, in order. */
    protected final List<String> log = new CopyOnWriteArrayList<>();

    private Pulse opened;

    /** Makes an idle pulse. */
    protected abstract Pulse make(Pulse.Drain drain);

    /** Runs the task on the pulse's thread and waits for it. */
    protected abstract void onPulseThread(Runnable task);

    /** Waits until several beats in a row have logged nothing. */
    protected abstract void settle();

    protected final Pulse open(Pulse.Drain drain) {
        opened = make(drain);
        return opened;
    }

    /** A drain that has work for this number of beats. */
    protected final Pulse.Drain workFor(int beats) {
        int[] left = {beats};
        return () -> {
            log.add(BEAT);
            return --left[0] > 0;
        };
    }

    @AfterEach
    void closeThePulse() {
        opened.close();
    }

    @Test
    void nobodyAskedSoNothingBeats() {
        open(workFor(1));
        settle();

        assertThat(log).isEmpty();
    }

    @Test
    void anArmedPulseBeatsUntilNothingIsLeft() {
        open(workFor(3)).arm();
        settle();

        assertThat(log).containsExactly(BEAT, BEAT, BEAT);
    }

    @Test
    void askingAgainBeforeTheBeatMakesOneBeat() {
        Pulse pulse = open(workFor(1));
        onPulseThread(() -> {
            pulse.arm();
            pulse.arm();
            pulse.arm();
        });
        settle();

        assertThat(log).containsExactly(BEAT);
    }

    @Test
    void aPulseThatStandsStillBeatsAgainWhenItIsAsked() {
        Pulse pulse = open(workFor(1));
        pulse.arm();
        settle();
        pulse.arm();
        settle();

        assertThat(log).containsExactly(BEAT, BEAT);
    }

    @Test
    void whoAsksDuringABeatGetsAnother() {
        Pulse[] pulse = new Pulse[1];
        pulse[0] = open(() -> {
            log.add(BEAT);
            if (log.size() == 1) {
                pulse[0].arm();
            }
            return false;
        });
        pulse[0].arm();
        settle();

        assertThat(log).containsExactly(BEAT, BEAT);
    }

    @Test
    void askingNeverBeatsByItself() {
        Pulse pulse = open(workFor(1));
        onPulseThread(() -> {
            pulse.arm();
            log.add("asked");
        });
        settle();

        assertThat(log).containsExactly("asked", BEAT);
    }

    @Test
    void closedWhileItIsArmedItIsSilent() {
        Pulse pulse = open(workFor(1));
        onPulseThread(() -> {
            pulse.arm();
            pulse.close();
        });
        settle();

        assertThat(log).isEmpty();
    }

    @Test
    void closedInABeatItHasHadItsLast() {
        Pulse[] pulse = new Pulse[1];
        pulse[0] = open(() -> {
            log.add(BEAT);
            pulse[0].close();
            return true;
        });
        pulse[0].arm();
        settle();

        assertThat(log).containsExactly(BEAT);
    }

    @Test
    void askingAfterTheEndAndEndingTwiceIsHarmless() {
        Pulse pulse = open(workFor(1));
        pulse.close();
        pulse.close();
        pulse.arm();
        settle();

        assertThat(log).isEmpty();
    }
}
