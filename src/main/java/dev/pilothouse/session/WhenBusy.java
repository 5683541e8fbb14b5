package dev.pilothouse.session;

/** What becomes of a prompt while a turn runs. */
public enum WhenBusy {
    /** It waits behind what waits already. */
    QUEUE,
    /** The turn is cancelled and this prompt comes next. */
    STEER
}
