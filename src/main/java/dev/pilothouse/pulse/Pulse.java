package dev.pilothouse.pulse;

/**
 * A beat on demand: the frames of a display, or of a test. Idle until {@link #arm()}; then calls its {@link Drain} at
 * each beat until the drain returns false.
 *
 * <p>Owns the timer behind it. The drain is always called on the pulse's thread (for a screen the user-interface
 * thread), and never from within {@link #arm()}. Ends with {@link #close()}.
 */
public interface Pulse extends AutoCloseable {

    /**
     * Requests a beat: the drain is called at least once more, by a beat that begins after this call. Any thread; never
     * waits. Has no effect while beats are running, and after {@link #close()}.
     */
    void arm();

    /** Stops the beats: none begins after this has returned on the pulse's thread. Any thread; idempotent. */
    @Override
    void close();

    /** The callback of a beat. */
    @FunctionalInterface
    interface Drain {

        /**
         * Does the work that fits into this beat. Must not throw.
         *
         * @return true to request the next beat; false to stop until the pulse is armed again. A pulse that was armed
         *     during or after this call beats again in any case.
         */
        boolean drain();
    }

    /** Makes an idle pulse for one drain. */
    @FunctionalInterface
    interface Source {
        Pulse open(Drain drain);
    }
}
