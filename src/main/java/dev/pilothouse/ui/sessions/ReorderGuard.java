package dev.pilothouse.ui.sessions;

import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps the rows of the list in their places while the person is about to use one of them: while the pointer moves over
 * the list, while keys move its highlight, and while a session is renamed in it. After {@link #QUIET} without such a
 * movement, or once the pointer has left, the list takes its new order.
 *
 * <p>Owns at most one timer. Confined to the FX thread. Ends with its presenter.
 */
final class ReorderGuard implements AutoCloseable {
    static final Duration QUIET = Duration.ofSeconds(2);

    private final Clock clock;
    private final Lane timers;
    private final Executor fx;
    private final Runnable reorder;
    private Instant pointed = Instant.MIN;
    private Instant keyed = Instant.MIN;
    private boolean editing;
    /** Whether a new order waits. */
    private boolean waiting;

    private Cancellable timer = Cancellable.NOTHING;

    /**
     * @param timers runs the timer
     * @param fx runs tasks on the FX thread
     * @param reorder takes the new order
     */
    ReorderGuard(Clock clock, Lane timers, Executor fx, Runnable reorder) {
        this.clock = clock;
        this.timers = timers;
        this.fx = fx;
        this.reorder = reorder;
    }

    /** The pointer or a finger moved over the list. */
    void onPointer() {
        pointed = clock.instant();
    }

    void onPointerLeft() {
        pointed = Instant.MIN;
        check();
    }

    /** A key was used that goes from one session to another. */
    void onKey() {
        keyed = clock.instant();
    }

    void setEditing(boolean now) {
        editing = now;
        check();
    }

    /** Whether the rows must stay in their places. */
    boolean holds() {
        return editing || remaining() > 0;
    }

    /** A new order waits until the rows may move. */
    void postpone() {
        if (!waiting) {
            waiting = true;
            schedule();
        }
    }

    /** The list has the newest order. */
    void onOrdered() {
        waiting = false;
        timer.cancel();
    }

    private void check() {
        if (waiting && !holds()) {
            reorder.run();
        }
    }

    private void schedule() {
        timer.cancel();
        try {
            timer = timers.schedule(Duration.ofMillis(Math.max(1, remaining())), () -> fx.execute(this::onTimer));
        } catch (RejectedExecutionException ending) {
            timer = Cancellable.NOTHING;
        }
    }

    private void onTimer() {
        if (waiting && remaining() > 0) {
            schedule();
        } else {
            check();
        }
    }

    /** The milliseconds until the person counts as quiet. A clock that was set back does not prolong them. */
    private long remaining() {
        Instant last = pointed.isAfter(keyed) ? pointed : keyed;
        if (last.equals(Instant.MIN)) {
            return 0;
        }
        long passed = Duration.between(last, clock.instant()).toMillis();
        return passed < 0 ? 0 : QUIET.toMillis() - passed;
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
