package dev.pilothouse.pulse;

/** A scheduled task that can still be cancelled. Thread-safe. Ends when the task has started or was cancelled. */
public interface Cancellable {

    /** A task that never runs, so there is nothing to cancel. */
    Cancellable NOTHING = () -> false;

    /**
     * Cancels the task.
     *
     * @return true if this call prevented the task from running; false if it has started, was already cancelled, or its
     *     lane was closed.
     */
    boolean cancel();
}
