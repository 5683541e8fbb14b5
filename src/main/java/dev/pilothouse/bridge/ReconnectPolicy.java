package dev.pilothouse.bridge;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When to try to reach the host again: at once, then after 1 to 30 seconds, longer each time, never two clients in
 * step. After a link that held, and when there is a reason to hope (another network, the app is back in front), it
 * starts over with "at once".
 *
 * <p>A link that ends as soon as it is up counts as one more failed attempt, so that a host which accepts and then hangs
 * up is not called in a busy loop. One that ends soon but has brought the client up to date was of use: the waits start
 * over, with the first one and not with "at once".
 *
 * <p>Owns two numbers. Confined to the lane of its {@link BridgeClient}; ends with it.
 */
public final class ReconnectPolicy {

    /** Upper ends of the waits, in seconds; a wait lies between half of it and the whole. */
    private static final int[] STEPS = {2, 4, 8, 16, 30};

    /** How long a link must have held to count as a success. */
    static final Duration STEADY = Duration.ofSeconds(2);

    private final DoubleSupplier random;
    private final LongSupplier nanoTime;
    private final Duration steady;
    private int failures;
    private boolean connected;
    private boolean caughtUp;
    private long connectedAt;

    /**
     * Makes a policy that says "at once" first.
     *
     * @param random gives numbers from 0 inclusive to 1 exclusive.
     * @param nanoTime a clock that only goes forward.
     */
    public ReconnectPolicy(DoubleSupplier random, LongSupplier nanoTime) {
        this(random, nanoTime, STEADY);
    }

    /** The same, with the time that a link must hold before its loss is answered by trying at once. */
    public ReconnectPolicy(DoubleSupplier random, LongSupplier nanoTime, Duration steady) {
        this.random = Objects.requireNonNull(random, "random");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.steady = Objects.requireNonNull(steady, "steady");
    }

    /** The host has said welcome. */
    public void connected() {
        connected = true;
        caughtUp = false;
        connectedAt = nanoTime.getAsLong();
    }

    /** All that the client shows has been brought up to date over this link. */
    public void caughtUp() {
        caughtUp = true;
    }

    /** The link was lost or an attempt has failed: how long to wait before the next one. */
    public Duration nextDelay() {
        if (connected && nanoTime.getAsLong() - connectedAt >= steady.toNanos()) {
            failures = 0;
        } else if (connected && caughtUp) {
            failures = Math.min(failures, 1);
        }
        connected = false;
        int failure = failures++;
        if (failure == 0) {
            return Duration.ZERO;
        }
        int longest = STEPS[Math.min(failure, STEPS.length) - 1];
        double seconds = longest / 2.0 * (1 + random.getAsDouble());
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** The network has changed or the app was resumed: the caller tries at once, and the waits start over after that. */
    public void startOver() {
        failures = 1;
    }
}
