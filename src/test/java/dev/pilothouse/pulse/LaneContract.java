package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Lane}, real or manual. */
abstract class LaneContract {

    final List<String> log = new CopyOnWriteArrayList<>();

    /** Opens a lane that is closed after the test. */
    abstract Lane open(int capacity);

    /** Blocks the lane's tasks until {@link #settle}; the queue is empty afterwards. */
    abstract void hold(Lane lane);

    /** Runs all accepted tasks and waits for them. */
    abstract void settle(Lane lane);

    /** Advances the time and runs the tasks that became due. */
    abstract void elapse(Lane lane, Duration time);

    /** Exceptions thrown by the lane's tasks. */
    abstract List<Throwable> failures(Lane lane);

    @Test
    void tasksRunInTheOrderInWhichTheyWereAccepted() {
        Lane lane = open(200);
        for (int i = 0; i < 200; i++) {
            String task = Integer.toString(i);
            lane.execute(() -> log.add(task));
        }
        settle(lane);
        assertThat(log)
                .hasSize(200)
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    }

    @Test
    void aTaskAddedByATaskRunsAfterIt() {
        Lane lane = open(4);
        lane.execute(() -> {
            lane.execute(() -> log.add("inner"));
            log.add("outer");
        });
        settle(lane);
        assertThat(log).containsExactly("outer", "inner");
    }

    @Test
    void aFullLaneRefusesWithoutWaiting() {
        Lane lane = open(2);
        hold(lane);
        assertThat(lane.tryExecute(() -> log.add("one"))).isTrue();
        assertThat(lane.tryExecute(() -> log.add("two"))).isTrue();
        assertThat(lane.tryExecute(() -> log.add("three"))).isFalse();
        assertThatThrownBy(() -> lane.execute(() -> log.add("four"))).isInstanceOf(RejectedExecutionException.class);
        settle(lane);
        assertThat(log).containsExactly("one", "two");
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() {
        Lane lane = open(4);
        IllegalStateException bug = new IllegalStateException("bug");
        AssertionError error = new AssertionError("error");
        lane.execute(() -> {
            throw bug;
        });
        lane.execute(() -> {
            throw error;
        });
        lane.execute(() -> log.add("next"));
        settle(lane);
        assertThat(failures(lane)).containsExactly(bug, error);
        assertThat(log).containsExactly("next");
    }

    @Test
    void isCurrentOnlyWhileOneOfItsTasksRuns() {
        Lane lane = open(4);
        Lane other = open(4);
        AtomicReference<Boolean> inside = new AtomicReference<>();
        AtomicReference<Boolean> insideOther = new AtomicReference<>();
        lane.execute(() -> {
            inside.set(lane.isCurrent());
            insideOther.set(other.isCurrent());
        });
        settle(lane);
        assertThat(inside).hasValue(true);
        assertThat(insideOther).hasValue(false);
        assertThat(lane.isCurrent()).isFalse();
    }

    @Test
    void puttingFromTheLaneItselfIsRefusedWhenItIsFullAndNeverWaits() throws Exception {
        Lane lane = open(1);
        AtomicReference<Throwable> refused = new AtomicReference<>();
        lane.put(() -> {
            try {
                lane.put(() -> log.add("first"));
                lane.put(() -> log.add("second"));
            } catch (RejectedExecutionException | InterruptedException e) {
                refused.set(e);
            }
        });
        settle(lane);
        assertThat(refused.get()).isInstanceOf(RejectedExecutionException.class);
        assertThat(log).containsExactly("first");
    }

    @Test
    void aClosedLaneRefusesEverything() {
        Lane lane = open(4);
        lane.close();
        assertThat(lane.tryExecute(() -> log.add("late"))).isFalse();
        assertThatThrownBy(() -> lane.execute(() -> log.add("late"))).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> lane.put(() -> log.add("late"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(lane.schedule(Duration.ZERO, () -> log.add("late")).cancel()).isFalse();
        elapse(lane, Duration.ofMillis(20));
        assertThat(log).isEmpty();
    }

    @Test
    void whatWasAcceptedBeforeCloseRunsBeforeCloseReturns() {
        Lane lane = open(100);
        for (int i = 0; i < 100; i++) {
            lane.execute(() -> log.add("task"));
        }
        lane.close();
        assertThat(log).hasSize(100);
    }

    @Test
    void closingAgainDoesNothing() {
        Lane lane = open(4);
        lane.execute(() -> log.add("task"));
        lane.close();
        lane.close();
        assertThat(log).containsExactly("task");
    }

    @Test
    void closingFromTheLaneItselfReturnsAndTheRestRunsAfterwards() {
        Lane lane = open(4);
        hold(lane);
        lane.execute(() -> {
            lane.close();
            log.add("closed");
        });
        lane.execute(() -> log.add("rest"));
        settle(lane);
        assertThat(log).containsExactly("closed", "rest");
        assertThat(lane.tryExecute(() -> log.add("late"))).isFalse();
    }

    @Test
    void aTimerRunsItsTaskOnTheLane() {
        Lane lane = open(4);
        AtomicBoolean onLane = new AtomicBoolean();
        lane.schedule(Duration.ofMillis(5), () -> {
            onLane.set(lane.isCurrent());
            log.add("due");
        });
        elapse(lane, Duration.ofMillis(5));
        assertThat(log).containsExactly("due");
        assertThat(onLane).isTrue();
    }

    @Test
    void aCancelledTimerNeverRuns() {
        Lane lane = open(4);
        Cancellable timer = lane.schedule(Duration.ofMillis(5), () -> log.add("due"));
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        elapse(lane, Duration.ofMillis(20));
        assertThat(log).isEmpty();
    }

    @Test
    void aTimerThatHasRunCannotBeCancelled() {
        Lane lane = open(4);
        Cancellable timer = lane.schedule(Duration.ofMillis(1), () -> log.add("due"));
        elapse(lane, Duration.ofMillis(1));
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void aDueTimerIsAcceptedByAFullLane() {
        Lane lane = open(1);
        hold(lane);
        lane.schedule(Duration.ZERO, () -> log.add("due"));
        lane.tryExecute(() -> log.add("task"));
        elapse(lane, Duration.ofMillis(5));
        settle(lane);
        assertThat(log).containsExactlyInAnyOrder("task", "due");
    }

    @Test
    void aDueTimerTakesNoPlaceFromTasks() {
        Lane lane = open(1);
        hold(lane);
        lane.schedule(Duration.ZERO, () -> log.add("due"));
        elapse(lane, Duration.ofMillis(5));
        assertThat(lane.tryExecute(() -> log.add("task"))).isTrue();
        settle(lane);
        assertThat(log).contains("task", "due");
    }

    @Test
    void aLaneHasNoMoreTimersThanItsCapacity() {
        Lane lane = open(2);
        Cancellable first = lane.schedule(Duration.ofHours(1), () -> log.add("due"));
        lane.schedule(Duration.ofHours(1), () -> log.add("due"));
        assertThatThrownBy(() -> lane.schedule(Duration.ofHours(1), () -> log.add("due")))
                .isInstanceOf(RejectedExecutionException.class);
        first.cancel();
        assertThat(lane.schedule(Duration.ofHours(1), () -> log.add("due")).cancel())
                .isTrue();
    }

    @Test
    void closingDropsTimersThatAreNotDue() {
        Lane lane = open(4);
        Cancellable timer = lane.schedule(Duration.ofHours(1), () -> log.add("due"));
        lane.close();
        assertThat(timer.cancel()).isFalse();
        assertThat(log).isEmpty();
    }
}
