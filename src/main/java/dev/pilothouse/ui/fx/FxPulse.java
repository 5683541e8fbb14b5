package dev.pilothouse.ui.fx;

import dev.pilothouse.pulse.Pulse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Pulse} driven by JavaFX frames. The first {@link #arm()} of an idle pulse costs one compare-and-set and one
 * task on the FX thread. That task starts a timer. The timer stops when the drain has no work left, so an idle window
 * renders no frames.
 *
 * <p>Owns the timer, which only the FX thread uses. Any thread may arm or close it. Ends with {@link #close()}.
 */
public final class FxPulse implements Pulse {
    private final Drain drain;
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable AnimationTimer timer;

    /** Creates an idle pulse. */
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
        // Clear the flag before draining: an arm() from here on gets a later beat.
        armed.set(false);
        boolean more = drain.drain();
        // If arm() was called in between, its queued task starts the timer again.
        if (!more && !armed.get()) {
            stop();
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
            // Without the toolkit there is nothing to draw on.
        }
    }
}
