package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CoalescerTest {

    private final ManualPulse pulse = new ManualPulse();
    private final ManualClock clock = new ManualClock();
    private final List<String> shown = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<String, Runnable> whenShown = new HashMap<>();
    private final Coalescer<String> coalescer = new Coalescer<>(
            pulse,
            slot -> {
                shown.add(slot);
                whenShown.getOrDefault(slot, () -> {}).run();
            },
            (thread, failure) -> failures.add(failure),
            Duration.ofMillis(4),
            clock::ticker);

    private void takes(String slot, long millis) {
        whenShown.put(slot, () -> clock.advance(Duration.ofMillis(millis)));
    }

    @Test
    void twentyRapidMarksAreShownOnce() {
        for (int i = 0; i < 20; i++) {
            coalescer.mark("a");
        }
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a");
    }

    @Test
    void aSingleMarkIsShownExactlyOnce() {
        coalescer.mark("a");
        pulse.beatUntilStill();
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a");
    }

    @Test
    void nothingIsShownWithoutAMarkAndThePulseStandsStill() {
        assertThat(pulse.isArmed()).isFalse();
        assertThat(pulse.beat()).isFalse();
        assertThat(shown).isEmpty();
    }

    @Test
    void separateBurstsAreShownSeparately() {
        coalescer.mark("a");
        coalescer.mark("a");
        pulse.beatUntilStill();
        coalescer.mark("a");
        coalescer.mark("a");
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a", "a");
    }

    @Test
    void markingNeverShowsAnythingItself() {
        coalescer.mark("a");
        coalescer.markCritical("b");
        assertThat(shown).isEmpty();
    }

    @Test
    void aBurstArmsThePulseOnceAndStillnessAllowsTheNextArming() {
        for (int i = 0; i < 1_000; i++) {
            coalescer.mark("slot-" + i % 7);
        }
        assertThat(pulse.arms()).isEqualTo(1);
        pulse.beatUntilStill();
        coalescer.mark("a");
        assertThat(pulse.arms()).isEqualTo(2);
    }

    @Test
    void aCriticalSlotIsShownInTheNextBeatBeforeEverythingElse() {
        coalescer.setVisible("b");
        coalescer.mark("a");
        coalescer.mark("b");
        coalescer.markCritical("c");
        pulse.beat();
        assertThat(shown).containsExactly("c", "b", "a");
    }

    @Test
    void criticalSlotsAreNeverDelayedByOthersThatUseUpTheBudget() {
        for (int i = 0; i < 50; i++) {
            coalescer.mark("slow-" + i);
            takes("slow-" + i, 10);
        }
        pulse.beat();
        int before = shown.size();
        coalescer.markCritical("slow-49");
        coalescer.markCritical("urgent");
        takes("urgent", 10);
        pulse.beat();
        assertThat(shown.subList(before, before + 2)).containsExactly("slow-49", "urgent");
    }

    @Test
    void allCriticalSlotsAreShownInOneBeatWhateverTheyCost() {
        for (int i = 0; i < 5; i++) {
            coalescer.markCritical("urgent-" + i);
            takes("urgent-" + i, 10);
        }
        pulse.beat();
        assertThat(shown).containsExactly("urgent-0", "urgent-1", "urgent-2", "urgent-3", "urgent-4");
    }

    @Test
    void aSlotThatBecomesCriticalIsShownOnce() {
        coalescer.mark("a");
        coalescer.mark("b");
        coalescer.markCritical("b");
        coalescer.mark("b");
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("b", "a");
    }

    @Test
    void theVisibleSlotGoesBeforeOthers() {
        coalescer.setVisible("c");
        coalescer.mark("a");
        coalescer.mark("b");
        coalescer.mark("c");
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("c", "a", "b");
    }

    @Test
    void othersKeepTheOrderOfTheirFirstMark() {
        coalescer.mark("a");
        coalescer.mark("b");
        coalescer.mark("c");
        coalescer.mark("a");
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a", "b", "c");
    }

    @Test
    void whatDoesNotFitIntoTheBudgetWaitsForTheNextBeatWithoutArmingAgain() {
        for (String slot : List.of("a", "b", "c", "d", "e")) {
            takes(slot, 2);
            coalescer.mark(slot);
        }
        pulse.beat();
        assertThat(shown).containsExactly("a", "b");
        assertThat(pulse.isArmed()).isTrue();
        assertThat(pulse.beatUntilStill()).isEqualTo(2);
        assertThat(shown).containsExactly("a", "b", "c", "d", "e");
        assertThat(pulse.arms()).isEqualTo(1);
    }

    @Test
    void whatWaitsFromTheLastBeatGoesBeforeNewMarks() {
        for (String slot : List.of("a", "b", "c")) {
            takes(slot, 10);
            coalescer.mark(slot);
        }
        pulse.beat();
        coalescer.mark("a");
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a", "b", "c", "a");
    }

    @Test
    void aMarkWhileItsSlotIsShownIsDeliveredInTheNextBeat() {
        coalescer.mark("a");
        whenShown.put("a", () -> {
            whenShown.remove("a");
            coalescer.mark("a");
        });
        pulse.beat();
        assertThat(shown).containsExactly("a");
        assertThat(pulse.isArmed()).isTrue();
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a", "a");
    }

    @Test
    void aSlotFirstMarkedDuringABeatWaitsForTheNext() {
        coalescer.mark("a");
        whenShown.put("a", () -> {
            coalescer.mark("b");
            coalescer.markCritical("c");
        });
        pulse.beat();
        assertThat(shown).containsExactly("a");
        pulse.beat();
        assertThat(shown).containsExactly("a", "c", "b");
    }

    @Test
    void anotherMarkDuringABeatDoesNotDelayASlotThatWaits() {
        coalescer.mark("a");
        coalescer.mark("b");
        whenShown.put("a", () -> coalescer.mark("b"));
        pulse.beat();
        assertThat(shown).containsExactly("a", "b");
    }

    @Test
    void becomingCriticalDuringABeatDoesNotDelayASlotThatWaits() {
        coalescer.markCritical("a");
        coalescer.mark("b");
        whenShown.put("a", () -> coalescer.markCritical("b"));
        pulse.beat();
        assertThat(shown).contains("b");
    }

    @Test
    void aSlotThatIsMarkedAllTheTimeDoesNotStarveOthers() {
        coalescer.setVisible("loud");
        takes("loud", 10);
        for (int i = 0; i < 3; i++) {
            coalescer.mark("quiet-" + i);
        }
        for (int beat = 0; beat < 3; beat++) {
            coalescer.mark("loud");
            coalescer.markCritical("urgent");
            takes("urgent", 10);
            pulse.beat();
        }
        assertThat(shown).contains("quiet-0", "quiet-1", "quiet-2");
        assertThat(shown.stream().filter("loud"::equals)).hasSize(3);
    }

    @Test
    void continuousMarksAreShownOnceABeatAndDoNotStarveThemselves() {
        for (int beat = 0; beat < 100; beat++) {
            for (int i = 0; i < 50; i++) {
                coalescer.mark("a");
            }
            pulse.beat();
        }
        assertThat(shown).hasSize(100);
    }

    @Test
    void aStalledPulseThreadCostsSlotsAndNotMarks() {
        for (int i = 0; i < 1_000_000; i++) {
            coalescer.mark("slot-" + i % 200);
        }
        assertThat(coalescer.waiting()).isEqualTo(200);
        assertThat(pulse.arms()).isEqualTo(1);
        pulse.beatUntilStill();
        assertThat(shown).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aSlotThatCannotBeShownIsReportedAndTheOthersAreShown() {
        IllegalStateException bug = new IllegalStateException("bug");
        whenShown.put("a", () -> {
            throw bug;
        });
        coalescer.mark("a");
        coalescer.mark("b");
        pulse.beatUntilStill();
        assertThat(failures).containsExactly(bug);
        assertThat(shown).containsExactly("a", "b");
    }

    @Test
    void closingWhileArmedIsSilent() {
        coalescer.mark("a");
        coalescer.markCritical("b");
        coalescer.close();
        coalescer.close();
        assertThat(pulse.beat()).isFalse();
        assertThat(shown).isEmpty();
        assertThat(pulse.isClosed()).isTrue();
    }

    @Test
    void closingDuringABeatEndsItAfterTheSlotThatIsBeingShown() {
        coalescer.mark("a");
        coalescer.mark("b");
        whenShown.put("a", coalescer::close);
        pulse.beatUntilStill();
        assertThat(shown).containsExactly("a");
    }

    @Test
    void marksAfterCloseDoNothing() {
        coalescer.close();
        coalescer.mark("a");
        coalescer.markCritical("a");
        assertThat(coalescer.waiting()).isZero();
        assertThat(pulse.arms()).isZero();
        assertThat(shown).isEmpty();
    }

    @Test
    void aPulseThatBeatsAfterCloseAllTheSameShowsNothing() {
        List<Pulse.Drain> drains = new ArrayList<>();
        Consumer<String> show = shown::add;
        Coalescer<String> other = new Coalescer<>(
                drain -> {
                    drains.add(drain);
                    return new ManualPulse();
                },
                show,
                (thread, failure) -> failures.add(failure));
        other.mark("a");
        other.close();
        assertThat(drains.get(0).drain()).isFalse();
        assertThat(shown).isEmpty();
    }
}
