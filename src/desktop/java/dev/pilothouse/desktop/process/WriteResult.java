package dev.pilothouse.desktop.process;

/** The result of queueing a line for a child's stdin. */
public enum WriteResult {
    /** The line is queued and will be written in order, if the child lives and reads. */
    ACCEPTED,
    /** Refused: the child does not read, and the queue is full. Nothing was queued. */
    FULL,
    /** Refused: stdin is closed, or the process has ended. */
    CLOSED
}
