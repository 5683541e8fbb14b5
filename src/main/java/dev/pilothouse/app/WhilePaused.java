package dev.pilothouse.app;

import dev.pilothouse.platform.AppLifecycle;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;

/**
 * What becomes of the client while nobody sees the app. At once it writes what must not be lost, since a phone may end the
 * app any moment. Who looks at another app for a moment finds the links as they were; after {@link #GRACE} they are let go
 * of, so that a device in a pocket keeps no radio awake and no host busy, and so is what is only held to be quick. Coming
 * back reaches for the hosts at once.
 *
 * <p>A phone may stop the app's clock while it is paused, and the links die unnoticed. So the time away is also read from
 * the wall clock when the app comes back: after {@link #GRACE} no link of before is trusted.
 *
 * <p>Owns one timer; its monitor guards it. The platform's own thread tells it; ends with {@link #close()}.
 */
final class WhilePaused implements AppLifecycle.Observer, AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(30);

    /** What the client does. Called on any thread; must not wait for the network. */
    interface Client {
        /** Writes what must not be lost. */
        void save();

        /** Lets go of the links. */
        void rest();

        /** Reaches for the hosts at once. */
        void wake();

        /** Forgets what it holds to be quick. */
        void trim();
    }

    private final Lane lane;
    private final Clock clock;
    private final Client client;
    private Cancellable timer = Cancellable.NOTHING;
    /** Null while the app is in front. */
    private Instant since;

    private boolean rests;
    private boolean closed;

    /** @param lane where the timer runs out */
    WhilePaused(Lane lane, Clock clock, Client client) {
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
            rests = false;
            try {
                timer = lane.schedule(GRACE, this::onGraceOver);
            } catch (RejectedExecutionException busy) {
                // Too much is going on to wait; the links can be had again.
                rest();
            }
        }
    }

    private synchronized void onGraceOver() {
        if (!closed && since != null && !rests) {
            rest();
        }
    }

    private void rest() {
        rests = true;
        client.rest();
        client.trim();
    }

    @Override
    public void onResumed() {
        synchronized (this) {
            if (closed) {
                return;
            }
            timer.cancel();
            boolean stale = since != null
                    && !rests
                    && Duration.between(since, clock.instant()).compareTo(GRACE) >= 0;
            since = null;
            if (stale) {
                client.rest();
            }
            client.wake();
        }
    }

    @Override
    public void onMemoryLow() {
        client.trim();
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel();
    }
}
