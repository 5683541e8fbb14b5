package dev.pilothouse.bridge;

import dev.pilothouse.pulse.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The delays between connection attempts: none at first, then 1 to 30 seconds, increasing, with jitter. Starts over
 * with no delay after a link that lasted. {@link #reset} resets the delays too, for example after a network change
 * or when the app returns to the foreground.
 *
 * <p>A link that ends as soon as it is up counts as a failed attempt, so that a host which accepts and then closes is
 * not called in a busy loop. A link that ended early but brought the client up to date was useful: the delays start
 * over at the first step, not with no delay.
 *
 * <p>Owns two numbers. Confined to the lane of its {@link BridgeClient}; ends with it.
 */
final class ReconnectPolicy {

    /** How long a link must last to count as a success. */
    static final Duration STEADY = Duration.ofSeconds(2);

    private final Backoff backoff;
    private final LongSupplier ticker;
    private final Duration steady;
    private int failures;
    private boolean connected;
    private boolean caughtUp;
    private long connectedAt;

    /**
     * Makes a policy whose first delay is zero.
     *
     * @param random numbers from 0 inclusive to 1 exclusive.
     * @param ticker monotonic clock.
     */
    ReconnectPolicy(DoubleSupplier random, LongSupplier ticker) {
        this(random, ticker, STEADY);
    }

    /** Makes a policy with another time that a link must last to count as a success. */
    ReconnectPolicy(DoubleSupplier random, LongSupplier ticker, Duration steady) {
        this.backoff =
                new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), Objects.requireNonNull(random, "random"));
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        this.steady = Objects.requireNonNull(steady, "steady");
    }

    /** The host sent its welcome. */
    void connected() {
        connected = true;
        caughtUp = false;
        connectedAt = ticker.getAsLong();
    }

    /** The client's state was brought up to date over this link. */
    void onCaughtUp() {
        caughtUp = true;
    }

    /** Returns the delay before the next attempt, after a lost link or a failed attempt. */
    Duration nextDelay() {
        if (connected && ticker.getAsLong() - connectedAt >= steady.toNanos()) {
            failures = 0;
        } else if (connected && caughtUp) {
            failures = Math.min(failures, 1);
        }
        connected = false;
        int failure = failures++;
        return failure == 0 ? Duration.ZERO : backoff.after(failure);
    }

    /** Resets the delays. The caller tries at once; the next delay is the first step. */
    void reset() {
        failures = 1;
    }
}
