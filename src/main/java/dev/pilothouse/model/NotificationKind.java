package dev.pilothouse.model;

/** The kinds of events that an absent user is notified of. */
public enum NotificationKind {
    /** An agent has a question. */
    NEEDS_YOU,
    /** A turn has ended, and the queue is empty. */
    DONE,
    /** A turn or the agent has failed, or the agent needs a login. */
    FAILED,
    /** The watchdog reports a turn as quiet or stuck. */
    QUIET
}
