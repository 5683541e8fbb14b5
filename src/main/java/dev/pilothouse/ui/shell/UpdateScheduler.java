package dev.pilothouse.ui.shell;

import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Coalescer;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Draws the parts of the window that have changed. Each part has a slot and registers what it draws there. A marked
 * slot is drawn at the next pulse, at most once. Parts that show times also register for ticks. A tick is scheduled
 * only while the window is visible and a part needs one.
 *
 * <p>Owns the coalescer and the pending tick. Confined to the FX thread, except for the marks of a slot. Ends with
 * {@link #close()}.
 */
public final class UpdateScheduler implements AutoCloseable {
    private final Coalescer<Slot> coalescer;
    private final Lane timers;
    private final BooleanProperty shown = new SimpleBooleanProperty(this, "shown", true);
    private final Slot ticks = new Slot();
    private final List<Supplier<Optional<Duration>>> periods = new ArrayList<>();
    private final List<Runnable> afterEach = new ArrayList<>();
    private @Nullable Cancellable tick;
    private Duration tickWait = Duration.ZERO;

    /** A part of the window that is drawn independently. */
    final class Slot {
        private final List<Runnable> draws = new ArrayList<>();

        private Slot() {}

        /** Registers a part of the drawing. The parts are drawn in the order of their registration. */
        void draws(Runnable draw) {
            draws.add(draw);
        }

        /** Requests a drawing. Any thread. */
        void mark(boolean critical) {
            if (critical) {
                coalescer.markCritical(this);
            } else {
                coalescer.mark(this);
            }
        }

        /** Requests a drawing after a delay. */
        void markAfter(Duration wait) {
            schedule(wait, this);
        }

        private void draw() {
            draws.forEach(Runnable::run);
        }
    }

    /** @param timers the lane whose timer marks slots */
    UpdateScheduler(Pulse.Source pulses, Lane timers, Thread.UncaughtExceptionHandler onFailure) {
        this.timers = timers;
        coalescer = new Coalescer<>(pulses, this::show, onFailure);
        shown.addListener((property, before, now) -> {
            cancelTick();
            if (now) {
                // The times are out of date.
                show(ticks);
            }
        });
    }

    Slot slot() {
        return new Slot();
    }

    /** @param slot is drawn before other slots that are not critical */
    void setVisible(Slot slot) {
        coalescer.setVisible(slot);
    }

    /** @param draw runs after the drawing of any slot */
    void afterEach(Runnable draw) {
        afterEach.add(draw);
    }

    /** Registers a drawing that shows times, without requesting ticks. */
    void onTick(Runnable draw) {
        ticks.draws(draw);
    }

    /** @param period the time in which the drawing becomes outdated; empty if it shows no time now */
    void onTick(Supplier<Optional<Duration>> period, Runnable draw) {
        periods.add(period);
        ticks.draws(draw);
    }

    /** Whether the window is visible and not minimized. */
    public BooleanProperty shownProperty() {
        return shown;
    }

    private void show(Slot slot) {
        if (slot == ticks) {
            tick = null;
        }
        slot.draw();
        afterEach.forEach(Runnable::run);
        scheduleTick();
    }

    /** Schedules the next tick. Called when a part begins to show times. */
    void scheduleTick() {
        if (!shown.get()) {
            return;
        }
        Duration wait = periods.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(null);
        if (tick != null && wait != null && wait.compareTo(tickWait) < 0) {
            // Seconds must count from now on; the pending tick is for rough ages.
            cancelTick();
        }
        if (tick == null && wait != null) {
            tickWait = wait;
            tick = schedule(wait, ticks);
        }
    }

    private @Nullable Cancellable schedule(Duration wait, Slot slot) {
        try {
            return timers.schedule(wait, () -> coalescer.mark(slot));
        } catch (RejectedExecutionException closed) {
            // The app is ending, and times need no more updates.
            return null;
        }
    }

    private void cancelTick() {
        if (tick != null) {
            tick.cancel();
            tick = null;
        }
    }

    @Override
    public void close() {
        cancelTick();
        coalescer.close();
    }
}
