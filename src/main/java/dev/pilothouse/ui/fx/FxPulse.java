package dev.pilothouse.ui.fx;

import dev.pilothouse.pulse.Pulse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * The frames of JavaFX as a {@link Pulse}. The first {@link #arm()} while it stands still costs one compare-and-set and one
 * task on the FX thread, which starts a timer; when the drain has nothing left the timer stops, and an idle window makes
 * no frames.
 *
 * <p>Owns the timer, which only the FX thread touches. Any thread may arm or close it. Ends with {@link #close()}.
 */
public final class FxPulse implements Pulse {
    private final Drain drain;
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean closed;
    private AnimationTimer timer;

    /** Makes a pulse that stands still. */
    public FxPulse(Drain drain) {
        this.drain = Objects.requireNonNull(drain, "drain");
    }

    @Override
    public void arm() {
        if (!closed && armed.compareAndSet(false, true)) {
            onFxThread(this::start);
        }
    }

    private void start() {
        if (closed) {
            return;
        }
        if (timer == null) {
            timer = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    beat();
                }
            };
        }
        timer.start();
    }

    private void beat() {
        if (closed) {
            return;
        }
        // Before the drain: whoever arms from here on gets a beat that begins after that.
        armed.set(false);
        boolean more = drain.drain();
        // A timer that is armed in between is started again by the task that arming has queued.
        if (!more && !armed.get()) {
            timer.stop();
        }
    }

    @Override
    public void close() {
        closed = true;
        if (Platform.isFxApplicationThread()) {
            stop();
        } else {
            onFxThread(this::stop);
        }
    }

    private void stop() {
        if (timer != null) {
            timer.stop();
        }
    }

    private static void onFxThread(Runnable task) {
        try {
            Platform.runLater(task);
        } catch (IllegalStateException toolkitEnded) {
            // No toolkit, no frames: there is nothing to draw on.
        }
    }
}
