package dev.pilothouse.desktop.bench.rig;

import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.ui.fx.FxPulse;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/** Ways from changed state to the screen: three common ones, and ours. Each makes pulses for the app's coalescer. */
public enum Way {
    /** A task on the FX thread for each event of the store; {@link Events} submits them. */
    EVENT,
    /** At most one task is queued on the FX thread, and it shows all changes. */
    FLAG,
    /** Changes are shown every 150 ms. */
    TIMER,
    /** With the display's frames, and only while there are changes to show. */
    OURS;

    private static final long TIMER_MILLIS = 150;

    /** Makes pulses of this kind. */
    Pulse.Source pulses() {
        return switch (this) {
            case EVENT, FLAG -> Task::new;
            case TIMER -> EveryTick::new;
            case OURS -> FxPulse::new;
        };
    }

    /** Each request is a task. The coalescer requests once until it has been drained. */
    private static final class Task implements Pulse {
        private final Drain drain;
        private volatile boolean closed;

        Task(Drain drain) {
            this.drain = drain;
        }

        @Override
        public void arm() {
            Platform.runLater(() -> {
                if (!closed && drain.drain()) {
                    arm();
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class EveryTick implements Pulse {
        private final Timer timer = new Timer("bench-ticks", true);
        private final AtomicBoolean armed = new AtomicBoolean();

        EveryTick(Drain drain) {
            timer.scheduleAtFixedRate(
                    new TimerTask() {
                        @Override
                        public void run() {
                            if (armed.getAndSet(false)) {
                                Platform.runLater(() -> {
                                    if (drain.drain()) {
                                        armed.set(true);
                                    }
                                });
                            }
                        }
                    },
                    TIMER_MILLIS,
                    TIMER_MILLIS);
        }

        @Override
        public void arm() {
            armed.set(true);
        }

        @Override
        public void close() {
            timer.cancel();
        }
    }
}
