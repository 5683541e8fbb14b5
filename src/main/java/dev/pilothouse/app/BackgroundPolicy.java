package dev.pilothouse.app;

import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Manages the client's resources while the app is in the background. On pause it saves at once, because a phone may end
 * the app at any moment. After {@link #GRACE} it closes the links and releases caches, so that a device in a pocket
 * keeps neither a radio nor a host busy. A shorter pause leaves the links open. On resume it reconnects to the hosts at
 * once.
 *
 * <p>A phone may stop the app's timers while it is paused, and links can break unnoticed. On resume the wall clock
 * therefore decides too: after {@link #GRACE} all earlier links are dropped.
 *
 * <p>Owns one timer; its monitor guards it. The platform's own thread calls it. Ends with {@link #close()}.
 */
final class BackgroundPolicy implements AppLifecycle.Observer, AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(30);

    /** The client's actions. Called on any thread. Must not wait for the network. */
    interface Client {
        /** Writes unsaved data. */
        void save();

        /** Closes the links. */
        void pause();

        /** Reconnects to the hosts at once. */
        void resume();

        /** Releases caches. */
        void releaseMemory();
    }

    private final Lane lane;
    private final Clock clock;
    private final Client client;
    private Cancellable timer = Cancellable.NOTHING;
    /** Null while the app is in the foreground. */
    private @Nullable Instant since;

    private boolean pauses;
    private boolean closed;

    /** @param lane runs the timer */
    BackgroundPolicy(Lane lane, Clock clock, Client client) {
        this.lane = lane;
        this.clock = clock;
        this.client = client;
    }

    @Override
    public void onPaused() {
        client.save();
        synchronized (this) {
            if (closed || since != null) {
                return;
            }
            since = clock.instant();
            pauses = false;
            try {
                timer = lane.schedule(GRACE, this::onGraceOver);
            } catch (RejectedExecutionException busy) {
                // The lane has no room for the timer. Close the links now; they can be reopened.
                pause();
            }
        }
    }

    private synchronized void onGraceOver() {
        if (!closed && since != null && !pauses) {
            pause();
        }
    }

    private void pause() {
        pauses = true;
        client.pause();
        client.releaseMemory();
    }

    @Override
    public void onResumed() {
        synchronized (this) {
            if (closed) {
                return;
            }
            timer.cancel();
            boolean stale = since != null
                    && !pauses
                    && Duration.between(since, clock.instant()).compareTo(GRACE) >= 0;
            since = null;
            if (stale) {
                client.pause();
            }
            client.resume();
        }
    }

    @Override
    public void onMemoryLow() {
        client.releaseMemory();
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel();
    }
}
