package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random interleavings of marks and beats, from a seed (shown in the test's name), and tests with real threads. */
@Timeout(120)
class CoalescerPropertyTest {

    private static final int SLOTS = 6;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    static LongStream fewSeeds() {
        return LongStream.range(0, 8);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyMarkIsShownOnceAndInOrderWhateverTheInterleaving(long seed) {
        new OneThread(seed).run();
    }

    /** One run with its model: the state of each slot is a counter, and showing reads its latest value. */
    private static final class OneThread {
        final Random random;
        final ManualPulse pulse = new ManualPulse();
        final ManualClock clock = new ManualClock();
        final Coalescer<Integer> coalescer;
        final int[] state = new int[SLOTS];
        final int[] seen = new int[SLOTS];
        final Set<Integer> marked = new HashSet<>();
        final Set<Integer> critical = new HashSet<>();
        final List<Integer> inThisBeat = new ArrayList<>();
        final Map<Integer, Integer> markedInThisBeat = new HashMap<>();
        boolean beating;
        boolean closed;

        OneThread(long seed) {
            random = new Random(seed);
            coalescer = new Coalescer<>(
                    pulse,
                    this::show,
                    (thread, failure) -> {
                        throw new AssertionError(failure);
                    },
                    Duration.ofMillis(4),
                    clock::ticker);
        }

        void run() {
            for (int step = 0; step < 400; step++) {
                int dice = random.nextInt(100);
                if (dice < 60) {
                    mark();
                } else if (dice < 90) {
                    beat();
                } else {
                    coalescer.setVisible(random.nextBoolean() ? random.nextInt(SLOTS) : null);
                }
                if (!marked.isEmpty()) {
                    assertThat(pulse.isArmed())
                            .as("armed while something waits")
                            .isTrue();
                }
            }
            while (beat()) {
                // until no slot waits
            }
            assertThat(seen).as("the trailing edge").isEqualTo(state);
            assertThat(marked).isEmpty();
            mark();
            coalescer.close();
            closed = true;
            mark();
            pulse.beatUntilStill();
        }

        void mark() {
            int slot = random.nextInt(SLOTS);
            state[slot]++;
            boolean isNew = !closed && marked.add(slot);
            if (beating && isNew) {
                markedInThisBeat.put(slot, state[slot]);
            }
            if (random.nextInt(4) == 0) {
                critical.add(slot);
                coalescer.markCritical(slot);
            } else {
                coalescer.mark(slot);
            }
        }

        boolean beat() {
            inThisBeat.clear();
            markedInThisBeat.clear();
            Set<Integer> urgent = new HashSet<>(critical);
            urgent.retainAll(marked);
            boolean waits = !marked.isEmpty();
            beating = true;
            boolean beaten = pulse.beat();
            beating = false;
            if (waits) {
                assertThat(beaten).as("a beat comes while something waits").isTrue();
                assertThat(inThisBeat).as("each beat moves on").isNotEmpty();
            }
            assertThat(inThisBeat).as("at most once a beat").doesNotHaveDuplicates();
            assertThat(inThisBeat.subList(0, urgent.size())).containsExactlyInAnyOrderElementsOf(urgent);
            return beaten;
        }

        void show(int slot) {
            assertThat(closed).as("none after close").isFalse();
            if (beating) {
                assertThat(marked).as("only what is marked").contains(slot);
                assertThat(markedInThisBeat).as("marks during a beat wait").doesNotContainKey(slot);
                inThisBeat.add(slot);
            }
            marked.remove(slot);
            critical.remove(slot);
            seen[slot] = state[slot];
            clock.advance(Duration.ofMillis(random.nextInt(4)));
            if (beating && random.nextInt(5) == 0) {
                mark();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void nothingIsLostBetweenRealThreads(long seed) throws Exception {
        int markers = 4;
        int each = 20_000;
        int slots = 16;
        AtomicIntegerArray state = new AtomicIntegerArray(slots);
        int[] seen = new int[slots];
        AtomicInteger shows = new AtomicInteger();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        ManualPulse pulse = new ManualPulse();
        Coalescer<Integer> coalescer = new Coalescer<>(
                pulse,
                slot -> {
                    shows.incrementAndGet();
                    seen[slot] = state.get(slot);
                },
                (thread, failure) -> failures.add(failure));
        CountDownLatch done = new CountDownLatch(markers);
        for (int m = 0; m < markers; m++) {
            Random random = new Random(seed * 31 + m);
            Thread marker = new Thread(
                    () -> {
                        for (int i = 0; i < each; i++) {
                            int slot = random.nextInt(slots);
                            state.incrementAndGet(slot);
                            if (random.nextInt(10) == 0) {
                                coalescer.markCritical(slot);
                            } else {
                                coalescer.mark(slot);
                            }
                        }
                        done.countDown();
                    },
                    "marker-" + m);
            marker.setDaemon(true);
            marker.start();
        }
        while (done.getCount() > 0) {
            pulse.beat();
        }
        // Slots that wait now must have armed the pulse, because no mark follows.
        pulse.beatUntilStill();
        assertThat(failures).isEmpty();
        assertThat(seen).isEqualTo(snapshot(state));
        assertThat(coalescer.waiting()).isZero();
        assertThat(shows.get()).isLessThanOrEqualTo(markers * each);
        assertThat(pulse.arms()).isLessThanOrEqualTo(pulse.drains() + 1);
        coalescer.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void theLastOfManySingleMarksIsAlwaysShown(long seed) throws Exception {
        // The race condition: a mark during a beat that is about to stop the pulse.
        ManualPulse pulse = new ManualPulse();
        AtomicInteger latest = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        Coalescer<String> coalescer = new Coalescer<>(pulse, slot -> seen.set(latest.get()), (thread, failure) -> {
            throw new AssertionError(failure);
        });
        AtomicBoolean stop = new AtomicBoolean();
        Thread screen = new Thread(
                () -> {
                    while (!stop.get()) {
                        if (!pulse.beat()) {
                            Thread.onSpinWait();
                        }
                    }
                },
                "screen");
        screen.setDaemon(true);
        screen.start();
        Random random = new Random(seed);
        for (int i = 1; i <= 5_000; i++) {
            latest.set(i);
            coalescer.mark("a");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (seen.get() != i) {
                assertThat(System.nanoTime()).as("mark %d is lost", i).isLessThan(deadline);
                Thread.onSpinWait();
            }
            for (int spin = random.nextInt(50); spin > 0; spin--) {
                Thread.onSpinWait();
            }
        }
        stop.set(true);
        screen.join();
        coalescer.close();
    }

    private static int[] snapshot(AtomicIntegerArray array) {
        int[] copy = new int[array.length()];
        Arrays.setAll(copy, array::get);
        return copy;
    }
}
