package dev.pilothouse.desktop.away;

/** What somebody who is away can be told of. */
public enum AwayKind {
    /** An agent asks. */
    NEEDS_YOU,
    /** A turn has ended, and nothing waits behind it. */
    DONE,
    /** A turn or the agent has failed, or the agent wants a login. */
    FAILED,
    /** The watchdog finds a turn quiet or stuck. */
    QUIET
}
