package dev.pilothouse.session;

/** How to handle a prompt while a turn is running. */
public enum WhenBusy {
    /** Queue it behind the prompts that already wait. */
    QUEUE,
    /** Cancel the turn and run this prompt next. */
    STEER
}
