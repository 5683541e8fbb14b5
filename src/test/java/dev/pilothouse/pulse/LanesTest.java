package dev.pilothouse.pulse;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest extends LaneContract {

    private static final int THREADS = 4;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes =
            new Lanes("test", THREADS, Duration.ofSeconds(30), (thread, failure) -> failures.add(failure));
    private final Map<Lane, CountDownLatch> held = new ConcurrentHashMap<>();

    @AfterEach
    void closeEverything() {
        held.values().forEach(CountDownLatch::countDown);
        lanes.close();
    }

    @Override
    Lane open(int capacity) {
        return lanes.open("lane", capacity);
    }

    @Override
    void hold(Lane lane) {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        held.put(lane, gate);
        lane.execute(() -> {
            started.countDown();
            await(gate);
        });
        await(started);
    }

    @Override
    void settle(Lane lane) {
        CountDownLatch gate = held.remove(lane);
        if (gate != null) {
            gate.countDown();
        }
        ((PooledLane) lane).awaitQuiet(SECONDS.toNanos(30));
    }

    @Override
    void elapse(Lane lane, Duration time) {
        // A single thread fires all timers in order, so this one fires after those of the test.
        CountDownLatch passed = new CountDownLatch(1);
        lanes.open("later", 1).schedule(time, passed::countDown);
        await(passed);
        if (!held.containsKey(lane)) {
            settle(lane);
        }
    }

    @Override
    List<Throwable> failures(Lane lane) {
        return failures;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyThreadsNeverMeetOnOneLaneAndEachKeepsItsOrder() throws Exception {
        int producers = 6;
        int each = 2_000;
        Lane lane = open(16);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        int[] next = new int[producers];
        AtomicInteger outOfOrder = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            int producer = p;
            threads.add(start("producer-" + p, () -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    lane.put(() -> {
                        met.addAndGet(inside.incrementAndGet() - 1);
                        if (next[producer]++ != number) {
                            outOfOrder.incrementAndGet();
                        }
                        inside.decrementAndGet();
                    });
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        settle(lane);
        assertThat(met).hasValue(0);
        assertThat(outOfOrder).hasValue(0);
        assertThat(next).containsOnly(each);
    }

    @Test
    void puttingWaitsUntilThereIsRoom() throws Exception {
        Lane lane = open(1);
        hold(lane);
        lane.execute(() -> log.add("one"));
        Thread reader = start("reader", () -> lane.put(() -> log.add("two")));
        awaitWaiting(reader);
        settle(lane);
        reader.join();
        settle(lane);
        assertThat(log).containsExactly("one", "two");
    }

    @Test
    void closingWakesAReaderThatWaitsForRoom() throws Exception {
        Lane lane = open(1);
        hold(lane);
        lane.execute(() -> log.add("one"));
        AtomicReference<Throwable> refused = new AtomicReference<>();
        Thread reader = start("reader", () -> {
            try {
                lane.put(() -> log.add("two"));
            } catch (RejectedExecutionException e) {
                refused.set(e);
            }
        });
        awaitWaiting(reader);
        Thread closer = start("closer", lane::close);
        joinFor(reader);
        assertThat(reader.isAlive()).isFalse();
        assertThat(refused.get()).isInstanceOf(RejectedExecutionException.class);
        settle(lane);
        closer.join();
        assertThat(log).containsExactly("one");
    }

    @Test
    void aThreadIsNamedAfterTheLaneWhoseTaskItRunsAndIsADaemon() {
        Lane lane = lanes.open("session-3f2a", 4);
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicReference<String> name = new AtomicReference<>();
        lane.execute(() -> {
            thread.set(Thread.currentThread());
            name.set(Thread.currentThread().getName());
        });
        settle(lane);
        assertThat(name).hasValue("session-3f2a");
        assertThat(thread.get().isDaemon()).isTrue();
    }

    @Test
    void twoHundredLanesShareAFewThreads() {
        List<Lane> many = new ArrayList<>();
        Map<Thread, Boolean> seen = new ConcurrentHashMap<>();
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            many.add(lanes.open("session-" + i, 100));
        }
        for (int round = 0; round < 100; round++) {
            for (Lane lane : many) {
                lane.execute(() -> {
                    seen.put(Thread.currentThread(), true);
                    ran.incrementAndGet();
                });
            }
        }
        many.forEach(this::settle);
        assertThat(ran).hasValue(20_000);
        assertThat(seen).hasSizeLessThanOrEqualTo(THREADS);
    }

    @Test
    void aLaneThatIsNeverIdleLeavesRoomForOthers() {
        List<Lane> busy = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Lane lane = lanes.open("busy-" + i, 1);
            busy.add(lane);
            again(lane);
        }
        CountDownLatch served = new CountDownLatch(1);
        open(1).execute(served::countDown);
        await(served);
        busy.forEach(Lane::close);
    }

    private static void again(Lane lane) {
        lane.tryExecute(() -> again(lane));
    }

    @Test
    void anInterruptLeftByATaskDoesNotReachTheNext() {
        Lane lane = open(4);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        hold(lane);
        lane.execute(() -> Thread.currentThread().interrupt());
        lane.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
        settle(lane);
        assertThat(interrupted).hasValue(false);
    }

    @Test
    void aFailingFailureHandlerDoesNotEndTheLane() {
        try (Lanes fragile = new Lanes("fragile", 1, Duration.ofSeconds(30), (thread, failure) -> {
            throw new IllegalStateException("the handler has a bug too");
        })) {
            Lane lane = fragile.open("lane", 4);
            lane.execute(() -> {
                throw new IllegalStateException("bug");
            });
            lane.execute(() -> log.add("next"));
            lane.close();
        }
        assertThat(log).containsExactly("next");
    }

    @Test
    void closingTheOwnerRunsWhatWasAcceptedAndEndsTheThreads() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Lane lane = open(100);
        for (int i = 0; i < 100; i++) {
            lane.execute(() -> {
                thread.set(Thread.currentThread());
                log.add("task");
            });
        }
        lanes.close();
        lanes.close();
        assertThat(log).hasSize(100);
        assertThatThrownBy(() -> open(1)).isInstanceOf(RejectedExecutionException.class);
        joinFor(thread.get());
        assertThat(thread.get().isAlive()).isFalse();
    }

    @Test
    void closingTheOwnerFromALaneDoesNotWaitForThatLane() {
        Lane lane = open(4);
        CountDownLatch closed = new CountDownLatch(1);
        hold(lane);
        lane.execute(() -> {
            lanes.close();
            closed.countDown();
        });
        lane.execute(() -> log.add("rest"));
        settle(lane);
        await(closed);
        assertThat(log).containsExactly("rest");
    }

    @Test
    void closingWaitsOnlyForItsTimeWhenATaskHangs() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        Lanes hasty = new Lanes("hasty", 1, Duration.ofMillis(20), (thread, failure) -> failures.add(failure));
        hasty.open("stuck", 1).execute(() -> {
            started.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                log.add("interrupted");
            }
            gate.countDown();
        });
        await(started);
        hasty.close();
        await(gate);
        assertThat(log).containsExactly("interrupted");
    }

    private interface Body {
        void run() throws Exception;
    }

    private Thread start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Exception e) {
                        failures.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static void joinFor(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
