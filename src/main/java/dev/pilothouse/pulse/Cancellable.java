package dev.pilothouse.pulse;

/**
 * A task that was promised for later and can still be called off. Owns nothing; may be used from any thread; ends when
 * the task has started or was called off.
 */
public interface Cancellable {

    /** A task that will never run, so there is nothing to call off. */
    Cancellable NOTHING = () -> false;

    /**
     * Calls the task off.
     *
     * @return true if it was this call that kept the task from running; false if it has started, had been called off
     *     before, or its lane was closed.
     */
    boolean cancel();
}
