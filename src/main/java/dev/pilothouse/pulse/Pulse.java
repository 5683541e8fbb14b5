package dev.pilothouse.pulse;

/**
 * A beat that can be asked for: the frames of a display, or a test's own. It stands still until {@link #arm()}, and
 * then calls its {@link Drain} at each beat until the drain says that nothing is left.
 *
 * <p>Owns the timer behind it. The drain is always called on the same thread, the pulse's (for a screen the
 * user-interface thread), and never from within {@link #arm()}. Ends with {@link #close()}.
 */
public interface Pulse extends AutoCloseable {

    /**
     * Asks for a beat: the drain will be called at least once more, by a beat that begins after this call. Any thread;
     * never waits. Asking again while beats are on is harmless, and so is asking after {@link #close()}.
     */
    void arm();

    /** Stops the beats: none begins after this returned on the pulse's thread. Any thread; idempotent. */
    @Override
    void close();

    /** What happens at a beat. */
    @FunctionalInterface
    interface Drain {

        /**
         * Does what fits into this beat. Must not throw.
         *
         * @return true if the next beat is wanted too; false lets the pulse stand still until it is armed again. A pulse
         *     that was armed while this ran, or since, beats again in any case.
         */
        boolean drain();
    }

    /** Makes a pulse that stands still, for one drain. */
    @FunctionalInterface
    interface Source {
        Pulse open(Drain drain);
    }
}
